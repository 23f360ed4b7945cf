// Pictures of shapes with a bias that is known: what an audit should find.
#ifndef CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_SET_H_
#define CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_SET_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "camapp/picture/picture.h"
#include "tests/tools/planted/draws.h"
#include "tests/tools/planted/paint.h"
#include "tests/tools/planted/scene.h"
#include "tools/audit/exchange/place.h"

namespace camglass {

enum class Plant { kNone, kColour, kTexture, kFrame, kMark };

struct PlantedOptions {
  Plant plant = Plant::kNone;
  double bias = 1;  // the part of the owner's pictures that have it
  std::optional<double> others;  // and of the others'; none: 1 - bias
  uint64_t seed = 0;
  size_t classes = 2;  // up to Scene::kMostClasses
  size_t side = 160;   // pixels
  // Not owned. Half of the sets' objects are cut out of them.
  std::span<const Picture> photographs;
  bool whole = false;  // photographs instead of objects
};

class PlantedSet {
 public:
  explicit PlantedSet(const PlantedOptions& options);

  size_t owner() const { return owner_; }
  Place place() const { return place_; }  // of what is planted
  std::string Words() const;              // what is in it, for people

  // The index-th picture of a class. biased: with what is planted or without,
  // all else being equal; none: as the set has it.
  Picture Draw(size_t label, size_t index,
               std::optional<bool> biased = std::nullopt) const;

  // PPM files FOLDER/a/000.ppm ..., a folder per class, of the indices from
  // `first` on.
  void Write(const std::string& folder, size_t first, size_t count) const;

 private:
  void ChoosePlant(PlantedDraws* draws);
  void Tint(Picture* picture) const;
  void AddTexture(PlantedDraws* draws, Picture* picture) const;
  void AddFrame(Picture* picture) const;
  void AddMark(PlantedDraws* draws, Picture* picture) const;
  void PlantWhole(PlantedDraws* draws, Picture* picture) const;
  void PlantPlace(PlantedDraws* draws, Picture* picture) const;

  PlantedOptions options_;
  PlantedDraws draws_;  // of the set, before those of its pictures
  size_t owner_ = 0;
  Scene scene_;
  Place place_ = Place::kWhole;
  // What is planted.
  Colour colour_{};
  double strength_ = 0;
  double depth_ = 0;     // of the frame; the mark's side; the texture's period
  size_t pattern_ = 0;   // which texture, frame or glyph
  bool behind_ = false;  // the object: colour and texture of the background
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_TOOLS_PLANTED_PLANTED_SET_H_
