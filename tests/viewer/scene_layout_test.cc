#include "camapp/viewer/scene_layout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace camglass {
namespace {

bool IsEmpty(const PixelRegion& r) { return r.size.h == 0 || r.size.w == 0; }

bool Inside(const PixelRegion& r, Extent canvas) {
  return r.top + r.size.h <= canvas.h && r.left + r.size.w <= canvas.w;
}

bool Overlap(const PixelRegion& a, const PixelRegion& b) {
  return !IsEmpty(a) && !IsEmpty(b) && a.top < b.top + b.size.h &&
         b.top < a.top + a.size.h && a.left < b.left + b.size.w &&
         b.left < a.left + a.size.w;
}

std::vector<PixelRegion> RegionsOf(const SceneLayout& layout) {
  return {layout.title,        layout.left,          layout.right,
          layout.left_caption, layout.right_caption, layout.status};
}

constexpr Extent kCanvases[] = {{240, 320},   {480, 640},   {1440, 2560},
                                {2160, 3840}, {1200, 400},  {96, 96},
                                {40, 2000},   {2000, 40},   {1, 1},
                                {95, 500},    {100, 10000}, {640, 360}};
constexpr Extent kFrames[] = {{480, 640},  {1080, 1920}, {640, 480},
                              {16, 16000}, {9000, 3},    {1, 1}};

TEST(SceneLayout, NothingOverlapsOrLeavesTheCanvas) {
  for (const Extent canvas : kCanvases)
    for (const Extent frame : kFrames)
      for (const bool two : {false, true}) {
        const SceneLayout layout = LayOutScene(canvas, frame, two);
        const std::vector<PixelRegion> regions = RegionsOf(layout);
        const auto where = testing::Message()
                           << canvas.w << "x" << canvas.h << " of " << frame.w
                           << "x" << frame.h << " " << two;
        EXPECT_FALSE(IsEmpty(layout.right)) << where;
        EXPECT_EQ(IsEmpty(layout.left), !two) << where;
        const bool tiny = canvas.h < 4 || canvas.w < 4;
        for (size_t i = 0; i < regions.size(); ++i) {
          if (tiny) continue;
          EXPECT_TRUE(Inside(regions[i], canvas)) << where << ", " << i;
          for (size_t j = 0; j < i; ++j)
            EXPECT_FALSE(Overlap(regions[i], regions[j]))
                << where << ", " << i << " and " << j;
        }
      }
}

TEST(SceneLayout, PanesKeepTheFramesShape) {
  for (const Extent canvas :
       {Extent{240, 320}, Extent{625, 1316}, Extent{1440, 2560}}) {
    const SceneLayout layout = LayOutScene(canvas, {480, 640}, true);
    const double ratio = static_cast<double>(layout.right.size.w) /
                         static_cast<double>(layout.right.size.h);
    EXPECT_NEAR(ratio, 640.0 / 480, 0.03);
    EXPECT_EQ(layout.left.size, layout.right.size);
    EXPECT_TRUE(layout.side_by_side);
    // Most of the width is theirs.
    EXPECT_GT(2 * layout.right.size.w, canvas.w * 6 / 10);
  }
}

TEST(SceneLayout, ATallCanvasStacksThem) {
  const SceneLayout layout = LayOutScene({1200, 500}, {480, 640}, true);
  EXPECT_FALSE(layout.side_by_side);
  EXPECT_GT(layout.right.top, layout.left.top);
}

// A window of 600 x 400 units on a display with pixels of a third the size.
TEST(SceneLayout, LettersStayReadableOnFinePixels) {
  const Extent canvas = {1200, 1800};
  const double ordinary = LayOutScene({400, 600}, {480, 640}, true).unit;
  EXPECT_EQ(LayOutScene(canvas, {480, 640}, true, 3).unit, 3 * ordinary);
  const SceneLayout small = LayOutScene({400, 600}, {480, 640}, true, 2);
  EXPECT_EQ(small.unit, 2 * ordinary);
  for (const PixelRegion& region : RegionsOf(small))
    EXPECT_TRUE(Inside(region, small.canvas));
}

TEST(SceneLayout, NaturalCanvasHasPanesOfTheFramesSize) {
  for (const Extent frame :
       {Extent{480, 640}, Extent{720, 1280}, Extent{240, 320},
        Extent{1080, 1920}, Extent{400, 600}, Extent{640, 480}}) {
    for (const bool two : {false, true}) {
      const Extent canvas = NaturalCanvas(frame, two);
      const SceneLayout layout = LayOutScene(canvas, frame, two);
      EXPECT_EQ(layout.right.size, frame)
          << frame.w << "x" << frame.h << " " << two << " on " << canvas.w
          << "x" << canvas.h;
    }
  }
}

// Words over a very tall picture have room; other canvases keep their shape.
TEST(SceneLayout, ACanvasWithinADisplayHasRoomForWords) {
  const Extent display = {736, 1178};
  EXPECT_EQ(CanvasWithin({480, 640}, display), (Extent{480, 640}));
  EXPECT_EQ(CanvasWithin({480, 120}, display), (Extent{480, 120}));
  EXPECT_EQ(CanvasWithin({1472, 2000}, display), (Extent{736, 1000}));
  EXPECT_EQ(CanvasWithin({589, 2356}, display), (Extent{295, 1178}));
  const Extent tall = NaturalCanvas({3000, 200}, true);
  EXPECT_EQ(CanvasWithin(tall, display), (Extent{736, 640}));
  EXPECT_EQ(CanvasWithin(tall, display, 1.5), (Extent{736, 960}));
  EXPECT_EQ(CanvasWithin(tall, {736, 500}), (Extent{736, 500}));
  EXPECT_EQ(CanvasWithin({1, 1}, {0, 0}), (Extent{1, 1}));
}

// Both panes use the whole width, but for margins: stacked where the frame is
// wide, side by side where it is high, so that all fits a phone's screen.
TEST(SceneLayout, NarrowCanvasSuitsAPhone) {
  for (const Extent frame : {Extent{480, 640}, Extent{1080, 1920},
                             Extent{240, 320}, Extent{500, 500}}) {
    const Extent canvas = NarrowCanvas(frame, true, 720);
    EXPECT_EQ(canvas.w, 720u);
    const SceneLayout layout = LayOutScene(canvas, frame, true);
    EXPECT_FALSE(layout.side_by_side) << frame.w << "x" << frame.h;
    EXPECT_GT(layout.right.size.w, 650u) << frame.w << "x" << frame.h;
    const SceneLayout one =
        LayOutScene(NarrowCanvas(frame, false, 720), frame, false);
    EXPECT_GT(one.right.size.w, 650u) << frame.w << "x" << frame.h;
  }
  for (const Extent frame : {Extent{640, 480}, Extent{1920, 1080}}) {
    const Extent canvas = NarrowCanvas(frame, true, 720);
    const SceneLayout layout = LayOutScene(canvas, frame, true);
    EXPECT_TRUE(layout.side_by_side) << frame.w << "x" << frame.h;
    EXPECT_GT(layout.right.size.w, 320u) << frame.w << "x" << frame.h;
  }
  // On a phone, which shows them at half their size, letters can still be read.
  const Extent usual = {480, 640};
  const SceneLayout doubled =
      LayOutScene(NarrowCanvas(usual, true, 720, 2), usual, true, 2);
  EXPECT_FALSE(doubled.side_by_side);
  EXPECT_EQ(doubled.unit, 2 * LayOutScene({480, 360}, usual, true).unit);
  EXPECT_GT(doubled.right.size.w, 650u);
  for (const Extent frame : {Extent{9000, 3}, Extent{3, 9000}, Extent{1, 1}})
    for (const size_t width : {96, 720}) {
      const Extent canvas = NarrowCanvas(frame, true, width);
      EXPECT_EQ(canvas.w, width);
      EXPECT_LE(canvas.h, 4 * width);
      EXPECT_GE(canvas.h, 1u);
    }
}

}  // namespace
}  // namespace camglass
