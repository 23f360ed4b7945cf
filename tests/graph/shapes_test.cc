// Expected lengths are worked out by hand from the papers' and frameworks'
// rules; the pools' come from PyTorch (torch.nn.functional.max_pool2d).
#include "engine/graph/shapes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/builder.h"
#include "engine/graph/limits.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

TEST(PoolLengthTest, MatchesPyTorch) {
  struct Case {
    size_t n, k, stride, pad, floor_length, ceil_length;
  };
  const std::vector<Case> cases = {
      {113, 3, 2, 0, 56, 56},  // SqueezeNet at 227
      {112, 3, 2, 0, 55, 56},  // GoogLeNet at 224
      {112, 3, 2, 1, 56, 57},  // ResNet-18's pool is a floor one
      {28, 3, 2, 0, 13, 14},  {14, 2, 2, 0, 7, 7},
      {15, 2, 2, 0, 7, 8},    {7, 3, 1, 1, 7, 7},
      {1, 3, 1, 1, 1, 1},     {1, 3, 2, 1, 1, 1},
      {2, 3, 2, 1, 1, 2},     {3, 3, 2, 0, 1, 1},
      {2, 3, 2, 0, 0, 1},  // a first window that is partial
      {1, 3, 3, 0, 0, 1},     {1, 3, 2, 0, 0, 0},
      {5, 2, 3, 1, 2, 2},  // the third would start in the far padding
      {3, 2, 3, 1, 2, 2},     {7, 2, 3, 0, 2, 3},
      {6, 2, 3, 0, 2, 2},     {4, 1, 2, 0, 2, 2},
      {4, 1, 3, 0, 2, 2},  // a third would start beyond the input
      {0, 1, 1, 0, 0, 0},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(::testing::Message() << "n=" << c.n << " k=" << c.k
                                      << " s=" << c.stride << " p=" << c.pad);
    EXPECT_EQ(PoolLength(c.n, c.k, c.stride, c.pad, false), c.floor_length);
    EXPECT_EQ(PoolLength(c.n, c.k, c.stride, c.pad, true), c.ceil_length);
  }
}

Conv2d SameConv(size_t kh, size_t kw, size_t stride) {
  Conv2d conv;
  conv.kh = kh;
  conv.kw = kw;
  conv.stride = stride;
  conv.pad = Padding::Same();
  return conv;
}

TEST(PaddingTest, SameIsTensorFlowsRule) {
  struct Case {
    size_t n, k, stride, before, after;
  };
  const std::vector<Case> cases = {
      {224, 3, 2, 0, 1}, {299, 3, 2, 1, 1}, {150, 3, 2, 0, 1}, {75, 3, 2, 1, 1},
      {7, 3, 1, 1, 1},   {1, 3, 2, 1, 1},   {2, 3, 2, 0, 1},   {7, 5, 3, 2, 2},
      {8, 5, 3, 1, 2},   {5, 1, 2, 0, 0},   {6, 1, 3, 0, 0},   {4, 2, 1, 0, 1},
      {9, 7, 2, 3, 3},   {10, 7, 2, 2, 3},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(::testing::Message()
                 << "n=" << c.n << " k=" << c.k << " s=" << c.stride);
    const AxisPadding vertical =
        VerticalPadding(SameConv(c.k, 1, c.stride), c.n);
    EXPECT_EQ(vertical.before, c.before);
    EXPECT_EQ(vertical.after, c.after);
    const AxisPadding horizontal =
        HorizontalPadding(SameConv(1, c.k, c.stride), c.n);
    EXPECT_EQ(horizontal.before, c.before);
    EXPECT_EQ(horizontal.after, c.after);
  }
}

TEST(PaddingTest, ExplicitDoesNotDependOnTheSize) {
  Conv2d conv;
  conv.pad = {Padding::Rule::kExplicit, 1, 2, 3, 4};
  for (const size_t n : {size_t{1}, size_t{224}, size_t{299}}) {
    EXPECT_EQ(VerticalPadding(conv, n).before, 1u);
    EXPECT_EQ(VerticalPadding(conv, n).after, 3u);
    EXPECT_EQ(HorizontalPadding(conv, n).before, 2u);
    EXPECT_EQ(HorizontalPadding(conv, n).after, 4u);
  }
}

// A graph of one convolution.
Graph OneConv(const ConvSpec& spec) {
  GraphBuilder b("one");
  b.Output(b.Conv("conv", b.Input("input", 3), spec));
  return std::move(b).Build();
}

Extent OutputExtent(const Graph& graph, Extent input) {
  const auto extents = InferExtents(graph, input);
  EXPECT_TRUE(extents.ok()) << extents.status().message();
  return extents.ok() ? (*extents)[graph.outputs[0]] : Extent{};
}

TEST(ShapesTest, ConvolutionLengths) {
  struct Case {
    ConvSpec spec;
    Extent input, output;
  };
  const Padding top_left{Padding::Rule::kExplicit, 2, 1, 0, 0};
  const std::vector<Case> cases = {
      {{.out_c = 1, .k = 3, .stride = 2}, {227, 303}, {113, 151}},
      {{.out_c = 1, .k = 7, .stride = 2}, {224, 227}, {109, 111}},
      {{.out_c = 1, .k = 7, .stride = 2, .pad = Padding::All(3)},
       {224, 299},
       {112, 150}},
      {{.out_c = 1, .k = 3, .stride = 2, .pad = Padding::All(1)},
       {1, 2},
       {1, 1}},
      {{.out_c = 1, .k = 3, .stride = 2, .pad = Padding::Same()},
       {224, 299},
       {112, 150}},
      {{.out_c = 1, .k = 3, .stride = 2, .pad = Padding::Same()},
       {1, 2},
       {1, 1}},
      {{.out_c = 1, .k = 1, .pad = Padding::All(1)}, {13, 13}, {15, 15}},
      {{.out_c = 1, .k = 3, .stride = 5}, {7, 8}, {1, 2}},
      {{.out_c = 1, .k = 3, .pad = top_left}, {3, 3}, {3, 2}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(OutputExtent(OneConv(c.spec), c.input), c.output)
        << c.input.h << " x " << c.input.w << " k=" << c.spec.k;
  }
}

// SqueezeNet 1.1's sequence of reductions: convolution and three ceil pools.
Graph Reductions() {
  GraphBuilder b("reductions");
  ValueId x =
      b.Conv("conv1", b.Input("input", 3), {.out_c = 4, .k = 3, .stride = 2});
  for (const char* name : {"pool1", "pool2", "pool3"}) {
    x = b.MaxPool2d(name, x, {.k = 3, .stride = 2, .ceil = true});
  }
  const ValueId norm = b.LocalResponseNorm("norm", b.Relu("relu", x), {});
  const ValueId sum = b.Sum("sum", norm, x);
  const ValueId cat = b.Concatenate("cat", {sum, norm});
  b.Output(b.Softmax1d("softmax",
                       b.FullyConnected("fc", b.GlobalMean("mean", cat), 2)));
  return std::move(b).Build();
}

TEST(ShapesTest, EveryValueHasItsExtent) {
  const Graph graph = Reductions();
  const auto extents = InferExtents(graph, {227, 303});
  ASSERT_TRUE(extents.ok()) << extents.status().message();
  ASSERT_EQ(extents->size(), graph.values.size());
  const auto extent = [&](const char* name) {
    return (*extents)[graph.FindValue(name)];
  };
  EXPECT_EQ(extent("input"), (Extent{227, 303}));
  EXPECT_EQ(extent("conv1"), (Extent{113, 151}));
  EXPECT_EQ(extent("pool1"), (Extent{56, 75}));
  EXPECT_EQ(extent("pool2"), (Extent{28, 37}));
  for (const char* name : {"pool3", "relu", "norm", "sum", "cat"}) {
    EXPECT_EQ(extent(name), (Extent{14, 18})) << name;
  }
  for (const char* name : {"mean", "fc", "softmax"}) {
    EXPECT_EQ(extent(name), (Extent{1, 1})) << name;
  }
}

TEST(ShapesTest, RemovedValuesHaveNone) {
  GraphBuilder b("net");
  const ValueId x = b.Input("input", 1);
  const ValueId gone = b.Relu("gone", x);
  b.Output(b.Relu("relu", x));
  Graph graph = std::move(b).Build();
  graph.ops.erase(graph.ops.begin());
  const auto extents = InferExtents(graph, {3, 4});
  ASSERT_TRUE(extents.ok());
  EXPECT_EQ((*extents)[gone], (Extent{0, 0}));
}

TEST(ShapesTest, MinimumSizeIsThePublishedOne) {
  const Graph graph = Reductions();
  EXPECT_EQ(MinimumInputSize(graph), 17u);  // torchvision, SqueezeNet 1.1
  EXPECT_TRUE(InferExtents(graph, {17, 17}).ok());
  EXPECT_FALSE(InferExtents(graph, {17, 16}).ok());
  EXPECT_FALSE(InferExtents(graph, {16, 17}).ok());
  EXPECT_EQ(MinimumInputSize(OneConv({.out_c = 1, .k = 5})), 5u);
  EXPECT_EQ(
      MinimumInputSize(OneConv({.out_c = 1, .k = 5, .pad = Padding::Same()})),
      1u);
}

std::string ErrorOf(const Graph& graph, Extent input) {
  const auto extents = InferExtents(graph, input);
  return extents.ok() ? "no error" : extents.status().message();
}

TEST(ShapesTest, TooSmallNamesTheOpAndWhatItNeeds) {
  EXPECT_EQ(ErrorOf(Reductions(), {16, 300}),
            "reductions can't take an input of 16 x 300 (height x width): "
            "maxpool \"pool3\" needs at least 2 x 2 and gets 1 x 37; use at "
            "least 17 pixels on each side");
  EXPECT_THAT(ErrorOf(Reductions(), {2, 2}),
              HasSubstr("conv \"conv1\" needs at least 3 x 3 and gets 2 x 2"));
  const Padding left{Padding::Rule::kExplicit, 0, 2, 0, 0};
  EXPECT_THAT(ErrorOf(OneConv({.out_c = 1, .k = 5, .pad = left}), {4, 3}),
              HasSubstr("needs at least 5 x 3 and gets 4 x 3"));
  EXPECT_THAT(ErrorOf(Reductions(), {0, 5}), HasSubstr("it is empty"));
  EXPECT_THAT(ErrorOf(Reductions(), {5, 0}), HasSubstr("it is empty"));
}

TEST(ShapesTest, InputsOfASumMustBeOfOneSize) {
  GraphBuilder b("net");
  const ValueId x = b.Input("input", 2);
  const ValueId half = b.MaxPool2d("half", x, {.k = 2, .stride = 2});
  const ValueId down = b.Conv("down", x, {.out_c = 2, .k = 1, .stride = 2});
  b.Output(b.Sum("sum", half, down));
  b.Output(b.Concatenate("cat", {down, half}));
  const Graph graph = std::move(b).Build();
  EXPECT_TRUE(InferExtents(graph, {6, 4}).ok());
  EXPECT_EQ(ErrorOf(graph, {6, 5}),
            "net can't take an input of 6 x 5 (height x width): add \"sum\" "
            "joins 3 x 2 and 3 x 3, which must be equal");
}

TEST(ShapesTest, ResidualMustHaveTheOutputsSize) {
  Graph graph = OneConv({.out_c = 3, .k = 3});
  graph.ops[0].inputs.push_back(graph.input);
  EXPECT_THAT(ErrorOf(graph, {5, 5}),
              HasSubstr("conv \"conv\" joins 3 x 3 and 5 x 5"));
}

TEST(ShapesTest, DenseTakesOnePixel) {
  GraphBuilder b("net");
  b.Output(b.FullyConnected("fc", b.Input("input", 2), 3));
  const Graph graph = std::move(b).Build();
  EXPECT_EQ(OutputExtent(graph, {1, 1}), (Extent{1, 1}));
  EXPECT_THAT(ErrorOf(graph, {1, 2}),
              HasSubstr("dense \"fc\" takes 1 x 1 and gets 1 x 2"));
}

TEST(ShapesTest, HugeInputsAreRefusedWithoutOverflow) {
  const Graph graph = Reductions();
  const size_t huge = std::numeric_limits<size_t>::max();
  for (const Extent input :
       {Extent{huge, huge}, Extent{huge, 1}, Extent{1, huge},
        Extent{size_t{1} << 32, size_t{1} << 32}, Extent{kMaxSide + 1, 17},
        Extent{kMaxSide, kMaxSide}}) {
    EXPECT_THAT(ErrorOf(graph, input),
                HasSubstr("\"input\" would be " + std::to_string(input.h)));
  }
}

TEST(ShapesTest, InnerValuesCountAgainstTheLimitToo) {
  const Graph graph = OneConv({.out_c = 4096, .k = 1});
  EXPECT_EQ(OutputExtent(graph, {512, 1024}), (Extent{512, 1024}));
  EXPECT_THAT(
      ErrorOf(graph, {512, 1025}),
      HasSubstr("\"conv\" would be 512 x 1025 with 4096 channels, which "
                "is too large"));
}

TEST(ShapesDeathTest, AGraphThatFitsNoSizeIsBroken) {
  GraphBuilder b("net");
  const ValueId x = b.Input("input", 1);
  const ValueId smaller = b.Conv("conv", x, {.out_c = 1, .k = 3});
  b.Output(b.Sum("sum", x, smaller));
  const Graph graph = std::move(b).Build();
  EXPECT_DEATH((void)MinimumInputSize(graph), "check failed");
}

}  // namespace
}  // namespace camglass
