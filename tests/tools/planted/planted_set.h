// Pictures of shapes with a bias that is known: what an audit should find.
#ifndef CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_SET_H_
#define CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_SET_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "camapp/picture/picture.h"
#include "tools/audit/exchange/place.h"

namespace camglass {

// The same numbers on every machine (splitmix64).
class Draws {
 public:
  explicit Draws(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  double Between(double low, double high);
  size_t Below(size_t count);
  bool Chance(double p) { return Between(0, 1) < p; }

 private:
  uint64_t state_;
};

enum class Plant { kNone, kColour, kTexture, kFrame, kMark };

struct PlantedOptions {
  Plant plant = Plant::kNone;
  // How many of the owner's pictures have it; of the others' 1 - bias.
  double bias = 1;
  bool decoy = false;  // half of the pictures of every class have it
  uint64_t seed = 0;
  size_t classes = 2;  // up to 5
  size_t side = 160;   // pixels
};

class PlantedSet {
 public:
  explicit PlantedSet(const PlantedOptions& options);

  size_t owner() const { return owner_; }
  Place place() const { return place_; }  // of what is planted
  std::string Words() const;              // what is planted, for people

  // The index-th picture of a class. biased: with what is planted or without,
  // all else being equal; none: as the set has it.
  Picture Draw(size_t label, size_t index,
               std::optional<bool> biased = std::nullopt) const;

  // PPM files FOLDER/a/000.ppm ..., a folder per class, of the indices from
  // `first` on.
  void Write(const std::string& folder, size_t first, size_t count) const;

 private:
  using Colour = std::array<double, 3>;

  void DrawBackground(Draws* draws, Picture* picture) const;
  void DrawObject(size_t label, Draws* draws, Picture* picture) const;
  void Tint(Picture* picture) const;
  void AddTexture(Draws* draws, Picture* picture) const;
  void AddFrame(Picture* picture) const;
  void AddMark(Draws* draws, Picture* picture) const;

  PlantedOptions options_;
  size_t owner_ = 0;
  Place place_ = Place::kWhole;
  bool neutral_ = false;            // grey backgrounds
  std::array<size_t, 5> shapes_{};  // of each class
  // What is planted.
  Colour colour_{};
  double strength_ = 0;
  double depth_ = 0;     // of the frame; the mark's side; the texture's period
  size_t pattern_ = 0;   // which texture, frame or glyph
  bool behind_ = false;  // the object: colour and texture of the background
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_SET_H_
