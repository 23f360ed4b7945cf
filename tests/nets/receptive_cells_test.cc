// Where the cells of the features look, as stated and as measured.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/graph/cell_grid.h"
#include "tests/nets/uniform_net.h"

namespace camglass {
namespace {

CellGrid CellsOf(const Net& net, Extent input) {
  const StatusOr<CellGrid> cells =
      ReceptiveCells(net.graph, net.features, input);
  EXPECT_TRUE(cells.ok()) << cells.status().message();
  return cells.ok() ? *cells : CellGrid{};
}

struct StatedCells {
  NetId net;
  size_t side;
  AxisCells cells;
};

// Computed by a script of its own from the published layer tables.
TEST(ReceptiveCells, AreThePublishedNetworks) {
  const StatedCells all[] = {
      {{"squeezenet1_1", "torchvision"}, 227, {15, 16}},
      {{"squeezenet1_0", "torchvision"}, 224, {17, 16}},
      {{"squeezenet1_0", "caffe"}, 227, {1, 16}},
      {{"googlenet", "caffe"}, 224, {30, 32}},
      {{"googlenet", "torchvision"}, 224, {22, 32}},
      {{"resnet18", "torchvision"}, 224, {0, 32}},
      {{"mobilenet_v2", "torchvision"}, 224, {0, 32}},
      {{"mobilenet_v2", "keras"}, 224, {31, 32}},
  };
  for (const StatedCells& stated : all) {
    const CellGrid cells =
        CellsOf(UnboundNet(stated.net), {stated.side, stated.side});
    EXPECT_EQ(cells.y, stated.cells) << stated.net.Name();
    EXPECT_EQ(cells.x, stated.cells) << stated.net.Name();
  }
}

// What a small input can't be given, it can't be told of either.
TEST(ReceptiveCells, FailForAnInputThatTheNetworkCannotTake) {
  const Net net = UnboundNet({"squeezenet1_1", "torchvision"});
  EXPECT_FALSE(ReceptiveCells(net.graph, net.features, {8, 8}).ok());
}

// The axis along which a line of light is moved.
enum class Axis { kRows, kColumns };

struct Measured {
  double centre = 0;  // of the response, from the cell's stated centre
  double reach = 0;   // the farthest line that changes a cell
};

// One line of light on black is moved over one pitch of the cells, in an input
// in whose middle no cell sees the ends. Together the cells then see the line
// at every distance.
class Probe {
 public:
  Probe(const NetId& id, Axis axis, size_t length)
      : net_(UniformNet(id)), axis_(axis), length_(length) {
    const Extent extent =
        axis == Axis::kRows ? Extent{length, kWidth} : Extent{kWidth, length};
    session_ = MakeSession(net_, {.threads = 1});
    plan_ = MakePlan(*session_, extent);
    const CellGrid grid = CellsOf(net_, extent);
    cells_ = axis == Axis::kRows ? grid.y : grid.x;
  }

  Measured Run() {
    const auto pitch = static_cast<size_t>(cells_.pitch);
    for (size_t step = 0; step < pitch; ++step) {
      const size_t at = length_ / 2 + step;
      Light(at);
      session_->Run(*plan_);
      AddResponses(static_cast<double>(at));
    }
    return {moment_ / sum_, reach_};
  }

 private:
  static constexpr size_t kWidth = 32;

  void Light(size_t at) {
    const TensorView input = plan_->input();
    for (size_t y = 0; y < input.h; ++y)
      for (size_t x = 0; x < input.w; ++x)
        for (size_t ch = 0; ch < input.c; ++ch)
          input.At(y, x, ch) = (axis_ == Axis::kRows ? y : x) == at ? 1.0f : 0;
  }

  void AddResponses(double at) {
    const TensorView features = plan_->View(net_.features);
    const size_t count = axis_ == Axis::kRows ? features.h : features.w;
    for (size_t i = 0; i < count; ++i) {
      const double response = axis_ == Axis::kRows
                                  ? double{features.At(i, features.w / 2, 0)}
                                  : double{features.At(features.h / 2, i, 0)};
      const double distance =
          at - (cells_.first + cells_.pitch * static_cast<double>(i));
      if (response > 0) reach_ = std::max(reach_, std::abs(distance));
      sum_ += response;
      moment_ += response * distance;
    }
  }

  Net net_;
  Axis axis_;
  size_t length_;
  std::unique_ptr<Session> session_;
  Plan* plan_ = nullptr;
  AxisCells cells_;
  double sum_ = 0;
  double moment_ = 0;
  double reach_ = 0;
};

constexpr size_t kLength = 1536;

void ExpectCentred(const NetId& id, Axis axis) {
  const Measured measured = Probe(id, axis, kLength).Run();
  EXPECT_NEAR(measured.centre, 0, 0.5) << id.Name();
  EXPECT_GT(measured.reach, 0) << id.Name();
  // Else the ends would have been seen, and the test would prove nothing.
  EXPECT_LT(measured.reach, kLength / 2 - 32) << id.Name();
}

class MeasuredCells : public ::testing::TestWithParam<NetId> {};

TEST_P(MeasuredCells, AreCentredWhereStated) {
  ExpectCentred(GetParam(), Axis::kRows);
}

INSTANTIATE_TEST_SUITE_P(Nets, MeasuredCells,
                         ::testing::ValuesIn(DistinctNets()), CaseName<NetId>);

TEST(ReceptiveCells, AreCentredAlongColumnsToo) {
  ExpectCentred({"squeezenet1_1", "torchvision"}, Axis::kColumns);
  ExpectCentred({"mobilenet_v2", "keras"}, Axis::kColumns);
}

}  // namespace
}  // namespace camglass
