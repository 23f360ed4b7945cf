// Convolutions that go straight into their max-pool, against the reference
// executor.
#include <gtest/gtest.h>

#include <string>

#include "tests/every_target.h"
#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

class PooledConvTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(PooledConvTest);

struct Case {
  ConvSpec conv = {.out_c = 24, .k = 3, .pad = Padding::All(1)};
  MaxPool pool = {.k = 3, .stride = 2};
  size_t in_c = 16;
  Extent extent = {45, 39};
};

Graph PooledGraph(const Case& c) {
  Graph graph = KeptGraph(c.in_c, [&](GraphBuilder& b, ValueId x) {
    const ValueId conv = b.Relu("relu", b.Conv("conv", x, c.conv));
    return b.MaxPool2d("pool", conv, c.pool);
  });
  for (Value& value : graph.values) value.keep = false;
  graph.values[graph.outputs[0]].keep = true;
  return graph;
}

void ExpectPooled(const Case& c, ConvChoice choice,
                  BlockFusion fusion = BlockFusion::kAlways, size_t steps = 1) {
  SCOPED_TRACE(testing::Message()
               << c.in_c << "-" << c.conv.out_c << " k " << c.conv.k
               << " pool k " << c.pool.k << " stride " << c.pool.stride
               << " pad " << c.pool.pad << " ceil " << c.pool.ceil << " on "
               << c.extent.h << "x" << c.extent.w);
  const Graph graph = PooledGraph(c);
  SessionOptions options;
  options.plan.conv = choice;
  options.plan.blocks = fusion;
  auto session = Session::Create(graph, options);
  ASSERT_TRUE(session.ok());
  auto plan = (*session)->Prepare(c.extent);
  ASSERT_TRUE(plan.ok()) << plan.status().message();
  EXPECT_EQ((*plan)->num_steps(), steps) << (*plan)->ToText();
  const bool fused = (*plan)->ToText().find("+pool") != std::string::npos;
  EXPECT_EQ(fused, steps == 1) << (*plan)->ToText();
  // As in winograd_test.cc; a maximum adds no error.
  const size_t depth = c.in_c * c.conv.k * c.conv.k + 36;
  const bool direct = choice == ConvChoice::kDirect;
  ExpectMatchesReference(graph, c.extent, direct ? depth : 500 * depth,
                         options);
}

void ExpectPooledBothWays(const Case& c) {
  ExpectPooled(c, ConvChoice::kAuto);
  ExpectPooled(c, ConvChoice::kDirect);
}

TEST_P(PooledConvTest, WindowsOfTheNetworks) {
  for (const bool ceil : {false, true}) {
    for (const size_t pad : {0, 1}) {
      ExpectPooledBothWays(
          {.pool = {.k = 3, .stride = 2, .pad = pad, .ceil = ceil}});
    }
  }
}

TEST_P(PooledConvTest, OtherWindows) {
  ExpectPooledBothWays({.pool = {.k = 2, .stride = 2}});
  ExpectPooledBothWays({.pool = {.k = 3, .stride = 1, .pad = 1}});
  ExpectPooledBothWays({.pool = {.k = 1, .stride = 1}});
  ExpectPooledBothWays({.pool = {.k = 5, .stride = 3, .pad = 2}});
  ExpectPooledBothWays({.pool = {.k = 2, .stride = 5}});
}

TEST_P(PooledConvTest, Stems) {
  const ConvSpec stem = {
      .out_c = 20, .k = 7, .stride = 2, .pad = Padding::All(3)};
  ExpectPooledBothWays({.conv = stem, .in_c = 3, .extent = {75, 61}});
  const ConvSpec small = {.out_c = 17, .k = 3, .stride = 2};
  ExpectPooledBothWays({.conv = small, .in_c = 3, .extent = {64, 83}});
  const ConvSpec one = {.out_c = 33};
  ExpectPooledBothWays({.conv = one, .extent = {23, 50}});
}

// Fewer rows than a band, one column, and rows so wide that a band is one.
TEST_P(PooledConvTest, OddSizes) {
  for (const Extent extent :
       {Extent{3, 3}, {5, 70}, {70, 5}, {11, 10}, {61, 3}}) {
    ExpectPooledBothWays({.in_c = 19, .extent = extent});
  }
  ExpectPooledBothWays({.in_c = 3, .extent = {13, 4200}});
}

// Windows of more rows than a band has: where a thread begins with the second
// band, the map has fewer rows above than the windows look back.
TEST_P(PooledConvTest, WindowsThatReachBackBeyondTheMap) {
  const MaxPool tall = {.k = 9, .stride = 2, .pad = 4};
  ExpectPooled({.pool = tall, .extent = {11, 4200}}, ConvChoice::kAuto);
}

TEST_P(PooledConvTest, SmallMapsAreNotFused) {
  ExpectPooled({}, ConvChoice::kAuto, BlockFusion::kLarge, 2);
}

}  // namespace
}  // namespace camglass
