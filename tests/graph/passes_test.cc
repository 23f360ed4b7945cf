// DropIdentity, and all passes together.
#include "engine/graph/passes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/graph/pass_case.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

// The tests' own tool must see what a broken pass would do.
TEST(SameValuesTest, SeesAPlantedFault) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId norm = l.Norm("norm", l.Conv("conv", x));
  Graph graph = l.Finish(l.b.Relu("relu", l.b.Sum("sum", norm, x)));
  BindRandomParams(1, &graph);
  EXPECT_EQ(WorstDifference(graph, graph, Input()), 0);

  Graph good = graph;
  Simplify({}, &good);
  ASSERT_THAT(OpNames(good), ElementsAre("conv"));
  EXPECT_LE(WorstDifference(graph, good, Input()), 1.0);

  Graph no_activation = good;
  std::get<Conv2d>(no_activation.ops[0].kind).act = Activation::kNone;
  EXPECT_GT(WorstDifference(graph, no_activation, Input()), 100.0);

  Graph no_residual = good;
  no_residual.ops[0].inputs.pop_back();
  EXPECT_GT(WorstDifference(graph, no_residual, Input()), 100.0);

  Graph other_eps = graph;
  std::get<BatchNorm>(other_eps.ops[1].kind).eps = 1e-3 + 1e-4;
  FoldBatchNorm(&other_eps);
  EXPECT_GT(WorstDifference(graph, other_eps, Input()), 2.0);

  Graph no_output = graph;
  no_output.ops.pop_back();
  no_output.outputs.clear();
  EXPECT_TRUE(std::isinf(WorstDifference(graph, no_output, Input())));
}

TEST(DropIdentityTest, ReadersOfAChainReadItsSource) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId conv = l.Conv("conv", x);
  const ValueId drop1 = l.b.Dropout("drop1", conv);
  const ValueId drop2 = l.b.Dropout("drop2", drop1);
  const Graph graph =
      Apply(DropIdentity, l.Finish(l.b.Sum("sum", drop2, drop1)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv", "sum"));
  EXPECT_THAT(InputsOf(graph, "sum"), ElementsAre("conv", "conv"));
  EXPECT_FALSE(ProducedValues(graph)[drop1]);
  EXPECT_FALSE(ProducedValues(graph)[drop2]);
}

TEST(DropIdentityTest, IdentityOfTheInputGoesToo) {
  Layers l;
  const ValueId drop = l.b.Dropout("drop", l.Input());
  const Graph graph = Apply(DropIdentity, l.Finish(l.b.Relu("relu", drop)));
  EXPECT_THAT(InputsOf(graph, "relu"), ElementsAre("x"));
}

TEST(DropIdentityTest, OutputsAndKeptValuesStay) {
  Layers l;
  const ValueId drop = l.b.Dropout("drop", l.Input());
  const ValueId kept = l.b.Dropout("kept", drop);
  l.b.Keep(kept);
  const ValueId behind = l.b.Dropout("behind", kept);
  const ValueId relu = l.b.Relu("relu", behind);
  const Graph graph =
      Apply(DropIdentity, l.Finish(l.b.Dropout("output", relu)));
  EXPECT_THAT(OpNames(graph), ElementsAre("kept", "relu", "output"));
  EXPECT_THAT(InputsOf(graph, "kept"), ElementsAre("x"));
  EXPECT_THAT(InputsOf(graph, "relu"), ElementsAre("kept"));
}

// A residual block with a shortcut convolution, then dropout and a head.
Graph Block() {
  Layers l;
  const ValueId x = l.Input();
  const ValueId norm1 = l.Norm("norm1", l.Conv("conv1", x, 1, false));
  const ValueId relu1 = l.b.Relu("relu1", norm1);
  const ValueId norm2 = l.Norm("norm2", l.Conv("conv2", relu1, 1, false));
  const ValueId norm3 = l.Norm("norm3", l.Conv("conv3", x, 1, false));
  const ValueId sum = l.b.Sum("sum", norm2, norm3);
  const ValueId relu2 = l.b.Relu("relu2", sum);
  l.b.Keep(relu2);
  const ValueId drop = l.b.Dropout("drop", relu2);
  return l.Finish(l.b.FullyConnected("fc", l.b.GlobalMean("mean", drop), 3));
}

Graph Simplified(const PassOptions& options) {
  return Apply([&](Graph* graph) { Simplify(options, graph); }, Block());
}

TEST(SimplifyTest, AllPassesTogether) {
  const Graph graph = Simplified({});
  EXPECT_THAT(OpNames(graph),
              ElementsAre("conv1", "conv2", "conv3", "mean", "fc"));
  EXPECT_EQ(OutputOf(graph, "conv1"), "relu1");
  EXPECT_EQ(OutputOf(graph, "conv2"), "norm2");
  EXPECT_EQ(OutputOf(graph, "conv3"), "relu2");
  EXPECT_THAT(InputsOf(graph, "conv3"), ElementsAre("x", "norm2"));
}

TEST(SimplifyTest, EachPassCanBeLeftOut) {
  EXPECT_THAT(OpNames(Simplified({.drop_identity = false})),
              ElementsAre("conv1", "conv2", "conv3", "drop", "mean", "fc"));
  EXPECT_THAT(OpNames(Simplified({.fold_batch_norm = false})),
              ElementsAre("conv1", "norm1", "relu1", "conv2", "norm2", "conv3",
                          "norm3", "sum", "relu2", "mean", "fc"));
  EXPECT_THAT(
      OpNames(Simplified({.fuse_residual_add = false})),
      ElementsAre("conv1", "conv2", "conv3", "sum", "relu2", "mean", "fc"));
  EXPECT_THAT(
      OpNames(Simplified({.fuse_activation = false})),
      ElementsAre("conv1", "relu1", "conv2", "conv3", "relu2", "mean", "fc"));
}

TEST(SimplifyTest, WithoutPassesNothingChanges) {
  EXPECT_EQ(ToText(Simplified({.drop_identity = false,
                               .fold_batch_norm = false,
                               .fuse_residual_add = false,
                               .fuse_activation = false,
                               .move_pools = false})),
            ToText(Block()));
}

TEST(SimplifyTest, TwiceIsOnce) {
  Graph graph = Simplified({});
  const std::string text = ToText(graph);
  Simplify({}, &graph);
  EXPECT_EQ(ToText(graph), text);
}

TEST(PassesDeathTest, FoldingNeedsBoundParams) {
  Graph graph = Block();
  EXPECT_DEATH(FoldBatchNorm(&graph), "check failed");
}

}  // namespace
}  // namespace camglass
