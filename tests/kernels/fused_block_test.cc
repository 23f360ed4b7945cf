// Blocks of convolution, depthwise and 1x1, computed band by band, against the
// reference executor.
#include <gtest/gtest.h>

#include <string>

#include "engine/kernels/conv.h"
#include "tests/every_target.h"
#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

class FusedBlockTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(FusedBlockTest);

struct Case {
  size_t in_c = 16, wide_c = 64, out_c = 24;
  size_t k = 3, stride = 1;  // of the depthwise convolution
  Padding pad = Padding::All(1);
  bool expand = true;
  size_t expand_k = 1;
  bool residual = false;
  Extent extent = {21, 23};
};

// Only the end of the block is kept, so that all before it may be fused.
Graph BlockGraph(const Case& c) {
  Graph graph = KeptGraph(c.in_c, [&](GraphBuilder& b, ValueId x) {
    ValueId y = x;
    if (c.expand) {
      y = b.Conv("expand", y,
                 {.out_c = c.wide_c,
                  .k = c.expand_k,
                  .stride = c.expand_k == 3 ? size_t{2} : size_t{1},
                  .pad = Padding::All(c.expand_k / 2)});
      y = b.Relu6("relu1", y);
    }
    y = b.Conv("depthwise", y,
               {.out_c = b.Channels(y),
                .k = c.k,
                .stride = c.stride,
                .pad = c.pad,
                .groups = b.Channels(y)});
    y = b.Relu6("relu2", y);
    y = b.Conv("project", y, {.out_c = c.out_c});
    return c.residual ? b.Sum("sum", y, x) : y;
  });
  for (Value& value : graph.values) value.keep = false;
  graph.values[graph.outputs[0]].keep = true;
  return graph;
}

void ExpectFused(const Case& c, BlockFusion choice = BlockFusion::kAlways,
                 size_t steps = 1) {
  SCOPED_TRACE(testing::Message()
               << c.in_c << "-" << c.wide_c << "-" << c.out_c << " k " << c.k
               << " stride " << c.stride << " on " << c.extent.h << "x"
               << c.extent.w << " expand " << c.expand << c.expand_k);
  const Graph graph = BlockGraph(c);
  SessionOptions options;
  options.plan.conv = ConvChoice::kDirect;
  options.plan.blocks = choice;
  auto session = Session::Create(graph, options);
  ASSERT_TRUE(session.ok());
  Plan* const plan = *(*session)->Prepare(c.extent);
  EXPECT_EQ(plan->num_steps(), steps) << plan->ToText();
  if (steps == 1) {
    EXPECT_NE(plan->ToText().find(":block"), std::string::npos);
  }
  const size_t depth = c.in_c * c.expand_k * c.expand_k + c.k * c.k + c.wide_c;
  ExpectMatchesReference(graph, c.extent, depth + 12, options);
}

TEST_P(FusedBlockTest, StridesAndPaddings) {
  for (const size_t stride : {1, 2}) {
    ExpectFused({.stride = stride});
    ExpectFused({.stride = stride, .pad = Padding::Same()});
    ExpectFused({.stride = stride, .pad = Padding::All(0)});
  }
}

TEST_P(FusedBlockTest, OddSizesAndChannels) {
  ExpectFused({.in_c = 7, .wide_c = 83, .out_c = 5, .extent = {25, 17}});
  ExpectFused({.wide_c = 48,
               .k = 5,
               .stride = 2,
               .pad = Padding::All(2),
               .extent = {19, 40}});
  // One band, and rows so wide that a band is one row.
  ExpectFused({.wide_c = 4000, .extent = {5, 6}});
  ExpectFused({.extent = {1, 1}});
  ExpectFused({.in_c = 4, .wide_c = 16, .extent = {3, 2200}});
}

TEST_P(FusedBlockTest, Residual) {
  ExpectFused({.in_c = 24, .residual = true});
}

TEST_P(FusedBlockTest, WithoutAnExpansion) {
  ExpectFused({.in_c = 64, .expand = false});
  ExpectFused(
      {.in_c = 70, .stride = 2, .pad = Padding::Same(), .expand = false});
}

TEST_P(FusedBlockTest, AnyConvolutionExpands) {
  ExpectFused({.in_c = 3, .expand_k = 3, .extent = {43, 35}});
}

// Depthwise, 1x1, depthwise, 1x1: the second block's expansion would be the
// first one's end, which is not free to be one (MobileNet-v1's chain).
TEST_P(FusedBlockTest, ChainsOfDepthwiseAnd1x1) {
  for (const size_t pairs : {2, 3, 4}) {
    Graph graph = KeptGraph(24, [&](GraphBuilder& b, ValueId x) {
      for (size_t i = 0; i < pairs; ++i) {
        const std::string id = std::to_string(i);
        const size_t channels = b.Channels(x);
        x = b.Conv("depthwise" + id, x,
                   {.out_c = channels,
                    .k = 3,
                    .pad = Padding::All(1),
                    .groups = channels});
        x = b.Conv("project" + id, x, {.out_c = 32});
      }
      return x;
    });
    for (Value& value : graph.values) value.keep = false;
    graph.values[graph.outputs[0]].keep = true;
    SessionOptions options = NoPasses();
    options.plan.blocks = BlockFusion::kAlways;
    auto session = Session::Create(graph, options);
    ASSERT_TRUE(session.ok());
    EXPECT_EQ((*(*session)->Prepare({15, 17}))->num_steps(), pairs);
    ExpectMatchesReference(graph, {15, 17}, pairs * (9 + 32 + 8), options);
  }
}

// What fits the cache stays in steps of its own: three, and each writes a
// value.
TEST_P(FusedBlockTest, SmallMapsAreNotFused) {
  ExpectFused({.extent = {9, 11}}, BlockFusion::kLarge, 3);
}

}  // namespace
}  // namespace camglass
