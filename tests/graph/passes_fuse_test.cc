// FuseResidualAdd and FuseActivation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/graph/passes.h"
#include "tests/graph/pass_case.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

TEST(FuseResidualAddTest, ConvolutionTakesTheOtherInput) {
  for (const bool conv_first : {true, false}) {
    Layers l;
    const ValueId x = l.Input();
    const ValueId pool = l.Pool("pool", x);
    const ValueId conv = l.Conv("conv", x);
    const ValueId sum =
        conv_first ? l.b.Sum("sum", conv, pool) : l.b.Sum("sum", pool, conv);
    const Graph graph = Apply(FuseResidualAdd, l.Finish(sum));
    EXPECT_THAT(OpNames(graph), ElementsAre("pool", "conv"));
    EXPECT_THAT(InputsOf(graph, "conv"), ElementsAre("x", "pool"));
    EXPECT_EQ(OutputOf(graph, "conv"), "sum");
    EXPECT_FALSE(ProducedValues(graph)[conv]);
  }
}

TEST(FuseResidualAddTest, ResidualCanBeTheConvolutionsInput) {
  Layers l;
  const ValueId x = l.Input();
  const Graph graph =
      Apply(FuseResidualAdd, l.Finish(l.b.Sum("sum", l.Conv("conv", x), x)));
  EXPECT_THAT(InputsOf(graph, "conv"), ElementsAre("x", "x"));
}

TEST(FuseResidualAddTest, OfTwoConvolutionsTheLaterTakesTheSum) {
  for (const bool swapped : {false, true}) {
    Layers l;
    const ValueId x = l.Input();
    const ValueId first = l.Conv("first", x);
    const ValueId second = l.Conv("second", x);
    const ValueId sum =
        swapped ? l.b.Sum("sum", second, first) : l.b.Sum("sum", first, second);
    const Graph graph = Apply(FuseResidualAdd, l.Finish(sum));
    EXPECT_THAT(OpNames(graph), ElementsAre("first", "second"));
    EXPECT_THAT(InputsOf(graph, "second"), ElementsAre("x", "first"));
  }
}

TEST(FuseResidualAddTest, ConvolutionWaitsForALaterResidual) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId conv = l.Conv("conv", x);
  const ValueId pool = l.Pool("pool", x);
  const ValueId other = l.b.Relu("other", pool);
  const ValueId sum = l.b.Sum("sum", conv, pool);
  const Graph graph =
      Apply(FuseResidualAdd, l.Finish(l.b.Sum("end", sum, other)));
  EXPECT_THAT(OpNames(graph), ElementsAre("pool", "other", "conv", "end"));
}

// A convolution that needn't wait stays where the builder put it.
TEST(FuseResidualAddTest, ConvolutionKeepsItsPlaceWhereItCan) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId conv = l.Conv("conv", x);
  const ValueId pool = l.Pool("pool", x);
  const ValueId sum = l.b.Sum("sum", conv, x);
  const Graph graph =
      Apply(FuseResidualAdd, l.Finish(l.b.Sum("end", sum, pool)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv", "pool", "end"));
}

TEST(FuseResidualAddTest, SharedOrKeptConvolutionsLeaveTheSumToTheOther) {
  for (const bool keep : {false, true}) {
    Layers l;
    const ValueId x = l.Input();
    const ValueId free = l.Conv("free", x);
    const ValueId needed = l.Conv("needed", x);
    if (keep) l.b.Keep(needed);
    ValueId sum = l.b.Sum("sum", free, needed);
    if (!keep) sum = l.b.Concatenate("cat", {sum, needed});
    const Graph graph = Apply(FuseResidualAdd, l.Finish(sum));
    EXPECT_EQ(FindOp(graph, "sum"), graph.ops.size());
    EXPECT_THAT(InputsOf(graph, "needed"), ElementsAre("x"));
    EXPECT_THAT(InputsOf(graph, "free"), ElementsAre("x", "needed"));
    // The residual comes after "free" in the plain graph.
    EXPECT_LT(FindOp(graph, "needed"), FindOp(graph, "free"));
  }
}

TEST(FuseResidualAddTest, AddWithItselfStays) {
  Layers l;
  const ValueId conv = l.Conv("conv", l.Input());
  const Graph graph =
      Apply(FuseResidualAdd, l.Finish(l.b.Sum("sum", conv, conv)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv", "sum"));
}

TEST(FuseResidualAddTest, AddWithoutAConvolutionStays) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId relu = l.b.Relu("relu", l.Conv("conv", x));
  const Graph graph = Apply(FuseResidualAdd, l.Finish(l.b.Sum("sum", relu, x)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv", "relu", "sum"));
}

TEST(FuseResidualAddTest, ActivatedConvolutionTakesNoSum) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId relu = l.b.Relu("relu", l.Conv("conv", x));
  const auto passes = [](Graph* graph) {
    FuseActivation(graph);
    FuseResidualAdd(graph);
  };
  const Graph graph = Apply(passes, l.Finish(l.b.Sum("sum", relu, x)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv", "sum"));
}

TEST(FuseResidualAddTest, AConvolutionTakesOneSumOnly) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId pool = l.Pool("pool", x);
  const ValueId sum1 = l.b.Sum("sum1", l.Conv("conv", x), x);
  const Graph graph =
      Apply(FuseResidualAdd, l.Finish(l.b.Sum("sum2", sum1, pool)));
  EXPECT_THAT(OpNames(graph), ElementsAre("pool", "conv", "sum2"));
  EXPECT_THAT(InputsOf(graph, "conv"), ElementsAre("x", "x"));
}

TEST(FuseResidualAddTest, KeptSumsAreMadeByTheConvolution) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId sum = l.b.Sum("sum", l.Conv("conv", x), x);
  l.b.Keep(sum);
  const Graph graph = Apply(FuseResidualAdd, l.Finish(l.b.Relu("relu", sum)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv", "relu"));
  EXPECT_TRUE(ProducedValues(graph)[sum]);
}

TEST(FuseActivationTest, ConvolutionTakesTheActivation) {
  for (const Activation kind : {Activation::kRelu, Activation::kRelu6}) {
    Layers l;
    const ValueId conv = l.Conv("conv", l.Input());
    const Graph graph =
        Apply(FuseActivation, l.Finish(l.b.Activate("act", conv, kind)));
    EXPECT_THAT(OpNames(graph), ElementsAre("conv"));
    EXPECT_EQ(ConvOf(graph, "conv").act, kind);
    EXPECT_EQ(OutputOf(graph, "conv"), "act");
  }
}

TEST(FuseActivationTest, AfterAFusedSum) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId sum = l.b.Sum("sum", l.Conv("conv", x), x);
  const auto passes = [](Graph* graph) {
    FuseResidualAdd(graph);
    FuseActivation(graph);
  };
  const Graph graph = Apply(passes, l.Finish(l.b.Relu6("relu6", sum)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv"));
  EXPECT_THAT(InputsOf(graph, "conv"), ElementsAre("x", "x"));
  EXPECT_EQ(ConvOf(graph, "conv").act, Activation::kRelu6);
  EXPECT_EQ(OutputOf(graph, "conv"), "relu6");
}

TEST(FuseActivationTest, OnlyTheFirstOfTwo) {
  Layers l;
  const ValueId relu = l.b.Relu("relu", l.Conv("conv", l.Input()));
  const Graph graph = Apply(FuseActivation, l.Finish(l.b.Relu6("relu6", relu)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv", "relu6"));
}

TEST(FuseActivationTest, ActivationsOfOtherOpsStay) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId relu1 = l.b.Relu("relu1", x);
  const ValueId relu2 = l.b.Relu("relu2", l.Norm("norm", relu1));
  const ValueId relu3 = l.b.Relu("relu3", l.b.Sum("sum", relu2, x));
  const Graph graph = Apply(FuseActivation, l.Finish(relu3));
  EXPECT_THAT(OpNames(graph),
              ElementsAre("relu1", "norm", "relu2", "sum", "relu3"));
}

TEST(FuseActivationTest, SharedAndKeptConvolutionsStay) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId kept = l.Conv("kept", x);
  l.b.Keep(kept);
  const ValueId relu1 = l.b.Relu("relu1", kept);
  const ValueId shared = l.Conv("shared", relu1);
  const ValueId relu2 = l.b.Relu("relu2", shared);
  const ValueId relu6 = l.b.Relu6("relu6", shared);
  const Graph graph =
      Apply(FuseActivation, l.Finish(l.b.Sum("sum", relu2, relu6)));
  EXPECT_THAT(OpNames(graph),
              ElementsAre("kept", "relu1", "shared", "relu2", "relu6", "sum"));
}

// A convolution that is a graph output has no reader beyond the one fused.
TEST(FuseActivationTest, OutputConvolutionStays) {
  Layers l;
  const ValueId conv = l.Conv("conv", l.Input());
  l.b.Output(conv);
  const Graph graph = Apply(FuseActivation, l.Finish(l.b.Relu("relu", conv)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv", "relu"));
}

}  // namespace
}  // namespace camglass
