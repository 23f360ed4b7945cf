// Every op other than convolution, planned against the reference.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/kernels/dense.h"
#include "engine/kernels/image.h"
#include "tests/every_target.h"
#include "tests/graph/op_examples.h"
#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

class LayersTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(LayersTest);

TEST_P(LayersTest, EveryOp) {
  for (const OpExample& example : OpExamples()) {
    for (const size_t c : {3, 16, 24}) {
      const Graph graph = KeptGraph(c, [&](GraphBuilder& b, ValueId x) {
        return example.add(b, "op", x);
      });
      EXPECT_EQ(KindName(graph.ops.back().kind), example.kind);
      for (size_t w = 1; w < 7; ++w) {
        SCOPED_TRACE(testing::Message()
                     << example.kind << " c" << c << " w" << w);
        ExpectMatchesReference(graph, {1 + w % 5, w}, example.roundings);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(LayersTest, DepthwiseEveryWindowWidthAndChannelCount) {
  struct Window {
    size_t k, stride;
    Padding pad;
  };
  const Window windows[] = {{3, 1, Padding::All(1)}, {3, 2, Padding::All(1)},
                            {3, 2, Padding::Same()}, {3, 1, Padding::All(0)},
                            {5, 1, Padding::All(2)}, {3, 3, Padding::Same()},
                            {1, 1, Padding::All(0)}};
  for (const Window& window : windows) {
    for (const size_t c : {16, 24, 40}) {
      const Graph graph = KeptGraph(c, [&](GraphBuilder& b, ValueId x) {
        return b.Conv("depthwise", x,
                      {.out_c = c,
                       .k = window.k,
                       .stride = window.stride,
                       .pad = window.pad,
                       .groups = c});
      });
      for (size_t w = window.k; w <= 20; ++w) {
        SCOPED_TRACE(testing::Message() << window.k << " s" << window.stride
                                        << " c" << c << " w" << w);
        ExpectMatchesReference(graph, {window.k + w % 3, w}, 25);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(LayersTest, DepthwiseWithResidualAndActivation) {
  Graph graph = KeptGraph(24, [](GraphBuilder& b, ValueId x) {
    const ValueId conv =
        b.Conv("depthwise", x,
               {.out_c = 24, .k = 3, .pad = Padding::All(1), .groups = 24});
    return b.Relu6("relu", b.Sum("sum", conv, x));
  });
  graph.values[graph.FindValue("depthwise")].keep = false;
  graph.values[graph.FindValue("sum")].keep = false;
  ExpectMatchesReference(graph, {9, 8}, 12, SessionOptions());
}

TEST_P(LayersTest, PoolsOfEveryKindAndWidth) {
  for (const size_t k : {2, 3}) {
    for (const size_t stride : {1, 2, 3}) {
      for (const size_t pad : {0, 1}) {
        for (const bool ceil : {false, true}) {
          const Graph graph = KeptGraph(24, [&](GraphBuilder& b, ValueId x) {
            const ValueId max = b.MaxPool2d("max", x, {k, stride, pad, ceil});
            b.AvgPool2d("avg", x, {k, stride, pad, ceil, false});
            b.AvgPool2d("avg padded", x, {k, stride, pad, ceil, true});
            return max;
          });
          for (size_t w = k; w < 14; ++w) {
            SCOPED_TRACE(testing::Message()
                         << "k " << k << " s " << stride << " p " << pad
                         << " ceil " << ceil << " w " << w);
            ExpectMatchesReference(graph, {k + w % 5, w}, k * k);
            if (HasFatalFailure()) return;
          }
        }
      }
    }
  }
}

TEST_P(LayersTest, MaxPoolKeepsNaN) {
  const Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    return b.MaxPool2d("max", x, {3, 1, 1, false});
  });
  auto session = Session::Create(graph, {.threads = 1});
  ASSERT_TRUE(session.ok());
  auto plan = (*session)->Prepare({6, 6});
  ASSERT_TRUE(plan.ok());
  for (size_t y = 0; y < 6; ++y)
    for (size_t x = 0; x < 6; ++x)
      for (size_t c = 0; c < 16; ++c) (*plan)->input().At(y, x, c) = 1.0f;
  (*plan)->input().At(2, 3, 5) = std::numeric_limits<float>::quiet_NaN();
  (*session)->Run(**plan);
  const TensorView max = (*plan)->View(graph.FindValue("max"));
  for (size_t y = 0; y < 6; ++y)
    for (size_t x = 0; x < 6; ++x)
      EXPECT_EQ(std::isnan(max.At(y, x, 5)),
                y >= 1 && y <= 3 && x >= 2 && x <= 4);
}

TEST_P(LayersTest, LocalResponseNorm) {
  for (const size_t size : {1, 3, 5, 15}) {
    for (const float beta : {0.75f, 0.5f}) {
      for (const size_t c : {16, 24, 1}) {
        const Graph graph = KeptGraph(c, [&](GraphBuilder& b, ValueId x) {
          return b.LocalResponseNorm("lrn", x, {size, 0.5f, beta, 1.0f});
        });
        SCOPED_TRACE(testing::Message() << size << " " << beta << " " << c);
        // The power multiplies the sum's relative error, and adds a few ulp.
        ExpectMatchesReference(graph, {3, 5}, size + 8);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(LayersTest, PointwiseOps) {
  for (const size_t c : {3, 16, 24}) {
    const Graph graph = KeptGraph(c, [&](GraphBuilder& b, ValueId x) {
      const ValueId norm = b.BatchNormalize("bn", x, 1e-3);
      const ValueId relu = b.Relu("relu", norm);
      const ValueId relu6 = b.Relu6("relu6", norm);
      const ValueId same = b.Dropout("dropout", relu6);
      const ValueId sum = b.Sum("sum", relu, same);
      // Twice the same part, and parts that end off a channel block: copied.
      return b.Concatenate("concat", {sum, sum, norm});
    });
    for (size_t w = 1; w < 6; ++w) {
      // x * factor + offset: the offset is itself a difference of products.
      ExpectMatchesReference(graph, {4, w}, 12);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(LayersTest, HeadOfEveryWidth) {
  for (const size_t classes : {1, 2, 10, 127, 128, 129, 1000, 1001}) {
    const Graph graph = KeptGraph(24, [&](GraphBuilder& b, ValueId x) {
      const ValueId mean = b.GlobalMean("mean", x);
      const ValueId fc = b.FullyConnected("fc", mean, classes);
      return b.Softmax1d("softmax", fc);
    });
    SCOPED_TRACE(classes);
    // exp turns the logits' absolute error, some (24 + 42) ulp of at most 3,
    // into a relative one of the scores.
    ExpectMatchesReference(graph, {6, 7}, 3 * (24 + 42 + 8));
    if (HasFatalFailure()) return;
  }
}

TEST(SoftmaxTest, IsFiniteWhereThePlainFormOverflowsAndNaNWhereItMust) {
  const float large[3] = {1000.0f, 999.0f, -1000.0f};
  float scores[3];
  SoftmaxOf(large, 3, scores);
  EXPECT_NEAR(scores[0], 1 / (1 + std::exp(-1.0)), 1e-7);
  EXPECT_NEAR(scores[0] + scores[1] + scores[2], 1.0f, 1e-6f);
  const float infinite[2] = {std::numeric_limits<float>::infinity(), 0};
  SoftmaxOf(infinite, 2, scores);
  EXPECT_TRUE(std::isnan(scores[0]) && !(scores[1] > 0));
  const float broken[2] = {std::numeric_limits<float>::quiet_NaN(), 0};
  SoftmaxOf(broken, 2, scores);
  EXPECT_TRUE(std::isnan(scores[0]) && std::isnan(scores[1]));
}

TEST(BytesToInputTest, AppliesOrderScaleAndOffset) {
  const uint8_t rgb[6] = {0, 128, 255, 10, 20, 30};
  Tensor out(1, 2, 3);
  BytesToInput(rgb, {true, {1, 2, 3}, {-1, -2, -3}}, out.View(), 0, 1);
  EXPECT_EQ(out.data, (std::vector<float>{254, 254, -3, 29, 38, 27}));
  BytesToInput(rgb, {false, {1, 1, 1}, {0, 0, 0}}, out.View(), 0, 1);
  EXPECT_EQ(out.data, (std::vector<float>{0, 128, 255, 10, 20, 30}));
}

}  // namespace
}  // namespace camglass
