// A map lies where what it shows lies in the picture, whatever was done to the
// picture on its way to the network: a bright square is looked for with a
// network whose weights are all the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "camapp/cam/explain.h"
#include "camapp/picture/orientation.h"
#include "tests/nets/uniform_net.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

struct Point {
  double y = 0;
  double x = 0;
};

constexpr size_t kSide = 24;  // of the square

Picture SquareAt(Extent size, size_t top, size_t left) {
  Picture picture = FlatPicture(size.h, size.w, 0, 0, 0);
  for (size_t y = top; y < top + kSide; ++y)
    std::fill_n(picture.Row(y) + 3 * left, 3 * kSide, uint8_t{255});
  return picture;
}

// Of the brightness, in pixels.
Point CentreOf(const Picture& picture) {
  double sum = 0;
  Point centre;
  for (size_t y = 0; y < picture.h; ++y)
    for (size_t x = 0; x < picture.w; ++x) {
      const double light = picture.Row(y)[3 * x];
      sum += light;
      centre.y += light * static_cast<double>(y);
      centre.x += light * static_cast<double>(x);
    }
  return {centre.y / sum, centre.x / sum};
}

// Of the map, at its cells' places in the frame.
Point CentreOf(const Explanation& seen) {
  EXPECT_TRUE(seen.map.cells.has_value());
  const CellGrid cells = seen.map.cells.value_or(CellGrid{});
  double sum = 0;
  Point centre;
  for (size_t y = 0; y < seen.map.size.h; ++y)
    for (size_t x = 0; x < seen.map.size.w; ++x) {
      const double value = double{seen.map.values[y * seen.map.size.w + x]};
      sum += value;
      centre.y +=
          value * (cells.y.first + cells.y.pitch * static_cast<double>(y));
      centre.x +=
          value * (cells.x.first + cells.x.pitch * static_cast<double>(x));
    }
  return {centre.y / sum, centre.x / sum};
}

std::unique_ptr<Explainer> MakeExplainer(const NetId& id,
                                         const ExplainOptions& options) {
  LoadedModel model;
  model.net = UniformNet(id);
  model.info.config = model.net.config;
  model.info.preprocess = {.size = 224, .resize = 256};
  for (size_t i = 0; i < model.net.config.classes; ++i)
    model.info.classes.push_back("class " + std::to_string(i));
  model.transform.mul[0] = model.transform.mul[1] = model.transform.mul[2] =
      1 / 255.0f;
  ExplainOptions all = options;
  all.session.threads = 1;
  all.align = MapAlign::kReceptive;
  auto explainer = Explainer::Create(std::move(model), all);
  EXPECT_TRUE(explainer.ok()) << explainer.status().message();
  return explainer.ok() ? *std::move(explainer) : nullptr;
}

const NetId kSmallReach = {"squeezenet1_1", "torchvision"};

// All cells that see the square are in the map: the network's reach is 207
// pixels of its input, here of about 450.
ExplainOptions Options() { return {.input_scale = 2}; }

void ExpectFound(Explainer* explainer, const Picture& picture,
                 double tolerance) {
  ASSERT_NE(explainer, nullptr);
  Explanation seen;
  ASSERT_TRUE(explainer->Explain(picture, &seen).ok());
  const Point wanted = CentreOf(picture);
  const Point found = CentreOf(seen);
  EXPECT_NEAR(found.y, wanted.y, tolerance);
  EXPECT_NEAR(found.x, wanted.x, tolerance);
}

TEST(MapPlace, FollowsTheSquareThroughAWideFrame) {
  const auto explainer = MakeExplainer(kSmallReach, Options());
  for (const size_t left : {300, 433, 500})
    ExpectFound(explainer.get(), SquareAt({448, 800}, 205, left), 1);
}

// The picture is scaled by about a half, with a remainder in the longer side.
TEST(MapPlace, FollowsTheSquareThroughScaling) {
  const auto explainer = MakeExplainer(kSmallReach, Options());
  ExpectFound(explainer.get(), SquareAt({901, 1203}, 430, 700), 2);
  ExpectFound(explainer.get(), SquareAt({1203, 901}, 500, 440), 2);
}

TEST(MapPlace, FollowsTheSquareThroughTheEvaluationCrop) {
  ExplainOptions options = Options();
  options.rule = ResizeRule::kCrop;
  const auto explainer = MakeExplainer(kSmallReach, options);
  ExpectFound(explainer.get(), SquareAt({512, 777}, 251, 361), 1);
  ExpectFound(explainer.get(), SquareAt({999, 612}, 470, 300), 2);
}

// Each way in which EXIF or a person may turn and mirror a picture.
TEST(MapPlace, FollowsTheSquareThroughTurnsAndMirrors) {
  const auto explainer = MakeExplainer(kSmallReach, Options());
  const Picture stored = SquareAt({448, 600}, 200, 340);
  for (int turn = 1; turn <= 8; ++turn) {
    SCOPED_TRACE(turn);
    ExpectFound(explainer.get(),
                Upright(stored, static_cast<Orientation>(turn)), 1);
  }
}

TEST(MapPlace, FollowsTheSquareThroughAverages) {
  for (const AverageRule average :
       {AverageRule{true, false}, AverageRule{false, true},
        AverageRule{true, true}}) {
    ExplainOptions options = Options();
    options.average = average;
    const auto explainer = MakeExplainer(kSmallReach, options);
    ExpectFound(explainer.get(), SquareAt({448, 800}, 190, 433), 1);
  }
}

// Cells of 32 pixels whose first looks at the corner: the stretched map is half
// a cell off.
TEST(MapPlace, IsRightWhereTheStretchedMapIsHalfACellOff) {
  const auto explainer =
      MakeExplainer({"resnet18", "torchvision"}, {.input_scale = 4});
  const Picture picture = SquareAt({896, 896}, 400, 500);
  ExpectFound(explainer.get(), picture, 2);
  Explanation seen;
  ASSERT_TRUE(explainer->Explain(picture, &seen).ok());
  ASSERT_EQ(seen.map.size, (Extent{28, 28}));
  seen.map.cells = CellGrid{{15.5, 32}, {15.5, 32}};  // stretched
  EXPECT_NEAR(CentreOf(seen).y - CentreOf(picture).y, 15.5, 2);
}

}  // namespace
}  // namespace camglass
