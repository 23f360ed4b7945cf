// What planted pictures show apart from what is planted: an object on a
// background, by which alone a network tells the classes most of the time; or
// whole photographs.
#ifndef CAMGLASS_TESTS_TOOLS_PLANTED_SCENE_H_
#define CAMGLASS_TESTS_TOOLS_PLANTED_SCENE_H_

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "camapp/picture/picture.h"
#include "tests/tools/planted/draws.h"

namespace camglass {

// Flat and textured shapes, by which the classes differ, of colours and
// textures that say nothing; cut-outs, in colours that say nothing, from
// photographs of the class.
enum class Objects { kFlat, kTextured, kCutOut };
inline constexpr std::array<std::string_view, 3> kObjectNames = {
    "flat shapes", "textured shapes", "cut-outs"};

class Scene {
 public:
  static constexpr size_t kMostClasses = 5;

  // photographs: not owned, dealt out to the classes; none, or one for each
  // class at least.
  Scene(size_t classes, std::span<const Picture> photographs,
        PlantedDraws* draws);

  Objects objects() const { return objects_; }

  void DrawBackground(PlantedDraws* draws, Picture* picture) const;
  void DrawObject(size_t label, PlantedDraws* draws, Picture* picture) const;
  // Most of one of the class's photographs, or all of it, in its middle or
  // aside, mirrored or not; it fills the picture.
  void DrawPhotograph(size_t label, PlantedDraws* draws,
                      Picture* picture) const;

 private:
  void DrawShape(size_t shape, PlantedDraws* draws, Picture* picture) const;
  void DrawCutOut(const Picture& from, PlantedDraws* draws,
                  Picture* picture) const;
  // One of the class's first `most`.
  const Picture& APhotographOf(size_t label, size_t most,
                               PlantedDraws* draws) const;

  Objects objects_ = Objects::kFlat;
  bool neutral_ = false;        // grey backgrounds
  std::vector<size_t> shapes_;  // of each class
  std::vector<std::vector<const Picture*>> photographs_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_TOOLS_PLANTED_SCENE_H_
