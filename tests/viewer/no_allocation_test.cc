// Drawing a frame whose words stay asks for no memory.
#include <gtest/gtest.h>

#include <vector>

#include "camapp/viewer/map_painter.h"
#include "camapp/viewer/scene_painter.h"
#include "tests/nets/allocation_counter.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

size_t AllocationsOfThirdFrame(Extent canvas, MapRange range, bool mirror) {
  const Picture frame = RandomPicture(120, 160, 1);
  const std::vector<float> map(7 * 9, 0.5f);
  OverlayOptions painting;
  painting.heat.range = range;
  MapPainter map_painter;
  ScenePainter painter;
  Scene scene;
  scene.frame_size = frame.extent();
  scene.frame = &frame;
  scene.mirror = mirror;
  scene.words.labels = {"espresso", "cup"};
  scene.words.scores = {"0.6", "0.2"};
  scene.words.marked = {true, false};
  scene.words.status = {"30 fps"};
  scene.words.notice = {"a notice"};
  const auto paint = [&] {
    scene.overlay = &map_painter.Paint(map, {7, 9}, {0, 0, frame.extent()},
                                       frame, painting);
    return painter.Paint(scene, canvas).ok();
  };
  EXPECT_TRUE(paint());
  EXPECT_TRUE(paint());
  const AllocationCounter counter;
  const bool painted = paint();
  const size_t count = counter.Count();
  EXPECT_TRUE(painted);
  return count;
}

TEST(NoAllocation, FramesWhoseWordsStay) {
  if (!CanCountAllocations()) GTEST_SKIP() << "not under a sanitizer";
  for (const Extent canvas : {Extent{240, 320}, Extent{700, 900}})
    for (const MapRange range : {MapRange::kFrame, MapRange::kSigned})
      for (const bool mirror : {false, true})
        EXPECT_EQ(AllocationsOfThirdFrame(canvas, range, mirror), 0u);
}

}  // namespace
}  // namespace camglass
