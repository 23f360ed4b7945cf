#include "engine/kernels/conv.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/base/aligned_buffer.h"
#include "tests/every_target.h"
#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

// Every window of the four networks, and a few that they do not have.
struct Window {
  size_t k;
  size_t stride;
  Padding pad;
};
std::vector<Window> Windows() {
  const Padding same = Padding::Same();
  return {{1, 1, Padding::All(0)},
          {1, 1, Padding::All(1)},
          {1, 2, Padding::All(0)},
          {3, 1, Padding::All(1)},
          {3, 2, Padding::All(0)},
          {3, 2, Padding::All(1)},
          {3, 2, same},
          {5, 1, Padding::All(2)},
          {7, 2, Padding::All(3)},
          {7, 2, Padding::All(0)},
          {4, 3, same},
          {2, 1, {Padding::Rule::kExplicit, 0, 1, 1, 0}}};
}

Graph ConvGraph(size_t in_c, const ConvSpec& spec) {
  return KeptGraph(in_c, [&](GraphBuilder& b, ValueId x) {
    return b.Conv("conv", x, spec);
  });
}

class ConvTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(ConvTest);

TEST_P(ConvTest, EveryWindowOverEveryWidth) {
  for (const Window& window : Windows()) {
    const Graph graph = ConvGraph(16, {.out_c = 24,
                                       .k = window.k,
                                       .stride = window.stride,
                                       .pad = window.pad});
    const size_t depth = window.k * window.k * 16;
    for (size_t w = window.k; w <= 20; ++w) {
      const size_t h = window.k + w % 4;
      SCOPED_TRACE(testing::Message()
                   << window.k << "x" << window.k << " s" << window.stride
                   << " on " << h << "x" << w);
      ExpectMatchesReference(graph, {h, w}, depth);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(ConvTest, EveryWindowOverEveryChannelCount) {
  for (const Window& window : Windows()) {
    for (const size_t in_c : {3, 24, 40}) {
      for (const size_t out_c : {1, 16, 48, 72, 176}) {
        SCOPED_TRACE(testing::Message()
                     << window.k << "x" << window.k << " s" << window.stride
                     << " " << in_c << "-" << out_c);
        const Graph graph = ConvGraph(in_c, {.out_c = out_c,
                                             .k = window.k,
                                             .stride = window.stride,
                                             .pad = window.pad,
                                             .bias = out_c % 2 == 0});
        ExpectMatchesReference(graph, {8, 9}, window.k * window.k * in_c);
        if (HasFatalFailure()) return;
      }
    }
  }
}

// More pixels than one L2 block holds, and more than 200, so that threads
// share pixels; and a map small enough that they share channels.
TEST_P(ConvTest, LargeMapsAndDeepSmallOnes) {
  ExpectMatchesReference(ConvGraph(40, {.out_c = 16}), {53, 61}, 40);
  ExpectMatchesReference(
      ConvGraph(24, {.out_c = 32, .k = 3, .pad = Padding::All(1)}), {41, 29},
      216);
  ExpectMatchesReference(
      ConvGraph(96, {.out_c = 160, .k = 3, .pad = Padding::All(1)}), {7, 7},
      864);
}

TEST_P(ConvTest, GroupsThatFillBlocksAndGroupsThatDoNot) {
  for (const size_t groups : {2, 3}) {
    for (const size_t group_out : {16, 48, 5}) {
      SCOPED_TRACE(testing::Message() << groups << " of " << group_out);
      const Graph graph = ConvGraph(groups * 8, {.out_c = groups * group_out,
                                                 .k = 3,
                                                 .pad = Padding::All(1),
                                                 .groups = groups});
      ExpectMatchesReference(graph, {6, 7}, 72);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(ConvTest, FusedResidualAndActivation) {
  const Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    const ConvSpec spec = {.out_c = 48, .k = 3, .pad = Padding::All(1)};
    const ValueId shortcut = b.Conv("shortcut", x, spec);
    const ValueId main = b.Conv("main", x, spec);
    return b.Relu("relu", b.Sum("sum", main, shortcut));
  });
  Graph fusable = graph;
  for (Value& value : fusable.values) value.keep = false;
  for (const char* name : {"input", "shortcut", "relu"}) {
    fusable.values[fusable.FindValue(name)].keep = true;
  }
  SessionOptions all;
  for (size_t w = 3; w < 17; ++w) {
    // Three sums of products lie on the way: two convolutions and the add.
    ExpectMatchesReference(fusable, {5, w}, 2 * 144 + 2, all);
    ExpectMatchesReference(graph, {5, w}, 2 * 144 + 2);
    if (HasFatalFailure()) return;
  }
}

TEST_P(ConvTest, ConcatPartsAreSlicesThatDoNotTouchEachOther) {
  const Graph graph = KeptGraph(24, [](GraphBuilder& b, ValueId x) {
    const ValueId one = b.Conv("one", x, {.out_c = 16});
    const ValueId three =
        b.Conv("three", x, {.out_c = 48, .k = 3, .pad = Padding::All(1)});
    const ValueId five =
        b.Conv("five", x, {.out_c = 24, .k = 5, .pad = Padding::All(2)});
    const ValueId all = b.Concatenate("concat", {one, three, five});
    return b.Conv("last", all, {.out_c = 16, .k = 3, .pad = Padding::All(1)});
  });
  for (size_t w = 5; w < 9; ++w) {
    ExpectMatchesReference(graph, {6, w}, 24 * 25 + 88 * 9);
    SessionOptions copies = NoPasses();
    copies.plan.concat_in_place = false;
    ExpectMatchesReference(graph, {6, w}, 24 * 25 + 88 * 9, copies);
    if (HasFatalFailure()) return;
  }
}

// The kernel itself, cut up at every pixel: the same bits, and not a float
// written outside of what was asked for.
TEST_P(ConvTest, AnyCutGivesTheSameBitsAndTouchesNothingElse) {
  constexpr size_t kChannels = 7, kOut = 48, kWidth = 9, kPixels = 27;
  const ConvPacking packing = ChooseConvPacking(kChannels, kOut, DType::kF32);
  std::vector<float> raw(kOut * kChannels);
  for (size_t i = 0; i < raw.size(); ++i) raw[i] = std::sin(float(i));
  AlignedBuffer weights(packing.bytes() + kMostFetchedPast),
      bias(kOut * sizeof(float));
  for (size_t panel = 0; panel < packing.num_panels(); ++panel) {
    PackConvPanel(raw.data() + panel * packing.panel * kChannels,
                  packing.width(panel), kChannels, 1, packing, panel,
                  weights.As<float>());
  }
  std::vector<float> src(kPixels * kChannels);
  for (size_t i = 0; i < src.size(); ++i) src[i] = std::cos(float(i));
  const ptrdiff_t tap = 0;
  ConvArgs args;
  args.src = src.data();
  args.src_pixel_stride = kChannels;
  args.src_row_stride = kChannels * kWidth;
  args.taps = &tap;
  args.num_taps = 1;
  args.run = kChannels;
  args.weights = weights.As<float>();
  args.dst_pixel_stride = kOut + 16;
  args.dst_row_stride = (kOut + 16) * kWidth;
  args.out_w = kWidth;
  args.epilogue.bias = bias.As<float>();
  args.epilogue.lo = -std::numeric_limits<float>::infinity();
  args.epilogue.hi = std::numeric_limits<float>::infinity();

  constexpr float kCanary = 12345.0f;
  constexpr size_t kFloats = kPixels * (kOut + 16);
  const auto run = [&](size_t begin, size_t end) {
    AlignedBuffer dst(kFloats * sizeof(float));
    std::fill_n(dst.As<float>(), kFloats, kCanary);
    args.dst = dst.As<float>();
    Conv(args, packing, begin, end, 0, packing.num_panels());
    return dst;
  };
  const AlignedBuffer whole = run(0, kPixels);
  for (size_t begin = 0; begin < kPixels; ++begin) {
    for (size_t end = begin + 1; end <= kPixels; ++end) {
      const AlignedBuffer part = run(begin, end);
      for (size_t i = 0; i < kFloats; ++i) {
        const size_t pixel = i / (kOut + 16);
        const bool asked =
            pixel >= begin && pixel < end && i % (kOut + 16) < kOut;
        ASSERT_EQ(part.As<float>()[i], asked ? whole.As<float>()[i] : kCanary)
            << begin << ".." << end << " at " << i;
      }
    }
  }
}

TEST_P(ConvTest, NaNReachesTheOutputThroughAnActivation) {
  Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    return b.Relu6("relu", b.Conv("conv", x, {.out_c = 16}));
  });
  graph.values[graph.FindValue("conv")].keep = false;
  auto session = Session::Create(graph, {.threads = 1});
  ASSERT_TRUE(session.ok());
  auto plan = (*session)->Prepare({2, 2});
  ASSERT_TRUE(plan.ok());
  const TensorView input = (*plan)->input();
  for (size_t i = 0; i < 4; ++i) {
    for (size_t c = 0; c < 16; ++c) input.At(i / 2, i % 2, c) = 0.5f;
  }
  input.At(1, 0, 3) = std::numeric_limits<float>::quiet_NaN();
  (*session)->Run(**plan);
  const TensorView relu = (*plan)->View(graph.FindValue("relu"));
  EXPECT_TRUE(std::isnan(relu.At(1, 0, 0)));
  EXPECT_FALSE(std::isnan(relu.At(0, 0, 0)));
}

TEST(ConvPackingTest, WeightsOfAnotherVectorLengthAreRefused) {
  ConvPacking packing = ChooseConvPacking(4, 16, DType::kF32);
  packing.lanes += 1;
  EXPECT_DEATH(Conv(ConvArgs(), packing, 0, 1, 0, 1), "lanes");
}

}  // namespace
}  // namespace camglass
