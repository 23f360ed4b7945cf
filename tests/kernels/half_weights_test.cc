// Weights in half precision: every number of it on every target, and sums that
// have the very bits of those with the same weights in f32.
#include "tests/graph/half_weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/aligned_buffer.h"
#include "engine/base/half.h"
#include "engine/kernels/conv.h"
#include "engine/kernels/dense.h"
#include "tests/every_target.h"
#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

class HalfWeightsTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(HalfWeightsTest);

SessionOptions In(Precision precision) {
  SessionOptions options = NoPasses();
  options.plan.precision = precision;
  return options;
}

struct Outcome {
  Tensor output;
  size_t packed_bytes = 0;
};

// The graph's output for the same input as ExpectMatchesReference has.
Outcome Run(const Graph& graph, Extent extent, SessionOptions options) {
  options.threads = 1;
  auto session = Session::Create(graph, options);
  EXPECT_TRUE(session.ok());
  Plan* const plan = *(*session)->Prepare(extent);
  const Tensor input =
      UniformInput(extent, graph.values[graph.input].channels, "input");
  for (size_t i = 0; i < input.data.size(); ++i) {
    plan->input().At(i / input.c / input.w, i / input.c % input.w,
                     i % input.c) = input.data[i];
  }
  (*session)->Run(*plan);
  return {CopyOf(plan->View(graph.outputs.at(0))), (*session)->packed_bytes()};
}

// In f16: right, for every number of threads, and to the bit what f32 gives.
void ExpectSameBits(const Graph& graph, Extent extent, size_t depth,
                    const SessionOptions& f16) {
  ExpectMatchesReference(graph, extent, depth, f16);
  SessionOptions f32 = f16;
  f32.plan.precision = Precision::kF32;
  const Outcome wanted = Run(graph, extent, f32);
  const Outcome got = Run(graph, extent, f16);
  ASSERT_EQ(got.output.data, wanted.output.data);
  ASSERT_LT(got.packed_bytes, wanted.packed_bytes) << "nothing was halved";
}

Graph HalfConv(size_t in_c, const ConvSpec& spec) {
  return WithHalfWeights(
      KeptGraph(in_c, [&](GraphBuilder& b,
                          ValueId x) { return b.Conv("conv", x, spec); }),
      true);
}

TEST_P(HalfWeightsTest, EveryNumberIsWidenedExactly) {
  constexpr size_t kNumbers = 0x10000;
  std::vector<float> weights(kNumbers);
  for (size_t i = 0; i < kNumbers; ++i) {
    weights[i] = F16ToF32(static_cast<uint16_t>(i));
  }
  const DensePacking packing = ChooseDensePacking(1, kNumbers, DType::kF16);
  AlignedBuffer packed(packing.bytes() + kMostFetchedPast);
  for (size_t panel = 0; panel < packing.num_panels(); ++panel) {
    PackDensePanel(weights.data() + panel * packing.panel, packing.panel,
                   packing, panel, packed.data());
  }
  const std::vector<float> bias(kNumbers, 0.0f);
  std::vector<float> got(kNumbers);
  const float one = 1.0f;
  DensePanels(&one, packed.data(), bias.data(), packing, got.data(), 0,
              packing.num_panels());
  for (size_t i = 0; i < kNumbers; ++i) {
    if (std::isnan(weights[i])) {
      ASSERT_TRUE(std::isnan(got[i])) << i;
    } else {
      ASSERT_EQ(got[i], weights[i]) << i;
    }
  }
}

TEST_P(HalfWeightsTest, EveryWindowOverEveryWidth) {
  struct Window {
    size_t k, stride;
    Padding pad;
  };
  for (const Window& window : std::vector<Window>{{1, 1, Padding::All(0)},
                                                  {1, 2, Padding::All(0)},
                                                  {3, 1, Padding::All(1)},
                                                  {3, 2, Padding::Same()},
                                                  {5, 1, Padding::All(2)}}) {
    const Graph graph = HalfConv(16, {.out_c = 24,
                                      .k = window.k,
                                      .stride = window.stride,
                                      .pad = window.pad});
    for (size_t w = window.k; w <= 10; ++w) {
      SCOPED_TRACE(testing::Message()
                   << window.k << " s" << window.stride << " over " << w);
      ExpectSameBits(graph, {4 + w % 3, w}, window.k * window.k * 16,
                     In(Precision::kF16));
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(HalfWeightsTest, EveryChannelCount) {
  for (const size_t in_c : {3, 24, 40}) {
    for (const size_t out_c : {1, 16, 48, 72, 176}) {
      SCOPED_TRACE(testing::Message() << in_c << "-" << out_c);
      const Graph graph = HalfConv(in_c, {.out_c = out_c,
                                          .k = 3,
                                          .pad = Padding::All(1),
                                          .bias = out_c % 2 == 0});
      ExpectSameBits(graph, {7, 9}, 9 * in_c, In(Precision::kF16));
      if (HasFatalFailure()) return;
    }
  }
}

// Panels too large to be fetched ahead, shared out by channels.
TEST_P(HalfWeightsTest, DeepSmallMaps) {
  ExpectSameBits(HalfConv(352, {.out_c = 80, .k = 3, .pad = Padding::All(1)}),
                 {5, 4}, 9 * 352, In(Precision::kF16));
}

TEST_P(HalfWeightsTest, Groups) {
  for (const size_t group_out : {16, 5}) {
    SCOPED_TRACE(group_out);
    ExpectSameBits(HalfConv(24, {.out_c = 3 * group_out,
                                 .k = 3,
                                 .pad = Padding::All(1),
                                 .groups = 3}),
                   {6, 7}, 72, In(Precision::kF16));
  }
}

TEST_P(HalfWeightsTest, DenseLayersOfEveryWidth) {
  for (const size_t classes : {1, 10, 127, 128, 129, 1000}) {
    const Graph graph =
        WithHalfWeights(KeptGraph(24,
                                  [&](GraphBuilder& b, ValueId x) {
                                    return b.FullyConnected(
                                        "fc", b.GlobalMean("mean", x), classes);
                                  }),
                        true);
    SCOPED_TRACE(classes);
    ExpectSameBits(graph, {6, 7}, 24 + 42, In(Precision::kF16));
    if (HasFatalFailure()) return;
  }
}

// f16 can't hold a folded batch norm's factors exactly. They multiply the sums,
// in f32 as well where the model is stored as f16.
TEST_P(HalfWeightsTest, BatchNormsThatWereFolded) {
  for (const bool residual : {false, true}) {
    for (const size_t groups : {1, 2}) {
      Graph graph = KeptGraph(32, [&](GraphBuilder& b, ValueId x) {
        const ValueId conv = b.Conv("conv", x,
                                    {.out_c = 32,
                                     .k = 3,
                                     .pad = Padding::All(1),
                                     .groups = groups,
                                     .bias = groups == 1});
        const ValueId norm = b.BatchNormalize("bn", conv, 1e-3);
        return b.Relu6("relu", residual ? b.Sum("sum", norm, x) : norm);
      });
      for (Value& value : graph.values) value.keep = false;
      SessionOptions options = In(Precision::kF16);
      options.passes = {};
      SCOPED_TRACE(testing::Message() << residual << groups);
      // The factors may cancel against nothing, and add roundings of their own.
      ExpectSameBits(WithHalfWeights(graph, true), {5, 6}, 2 * 288 + 16,
                     options);
      // Where nobody says that the weights are numbers of f16, f16 is as right.
      ExpectMatchesReference(WithHalfWeights(graph, false), {5, 6},
                             2 * 288 + 16, options);
      if (HasFatalFailure()) return;
    }
  }
}

// Infinity would be worse than f32.
TEST_P(HalfWeightsTest, WeightsBeyondF16StayAsTheyAre) {
  for (const char* name : {"conv.weight", "fc.weight"}) {
    Graph graph = KeptGraph(16, [&](GraphBuilder& b, ValueId x) {
      const ValueId conv = b.Conv("conv", x, {.out_c = 16});
      return b.FullyConnected("fc", b.GlobalMean("mean", conv), 3);
    });
    graph = WithHalfWeights(graph, false);
    Param& param = graph.params[graph.FindParam(name)];
    auto large = std::make_shared<std::vector<float>>(
        param.data, param.data + param.size());
    large->at(5) = 70'000;
    param.data = large->data();
    param.owner = large;
    SCOPED_TRACE(name);
    ExpectMatchesReference(graph, {3, 4}, 16 + 16 + 12, In(Precision::kF16));
  }
}

}  // namespace
}  // namespace camglass
