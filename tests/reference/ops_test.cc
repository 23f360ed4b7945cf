// The reference ops against PyTorch's answers (make_vectors.py).
#include "engine/reference/ops.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace camglass::reference {
namespace {

// An activation as make_vectors.py writes it: [h][w][c].
struct Activations {
  size_t h = 0;
  size_t w = 0;
  size_t c = 0;
  std::vector<float> data;

  Tensor AsTensor() const {
    Tensor tensor(h, w, c);
    CAMGLASS_CHECK(data.size() == tensor.data.size());
    tensor.data = data;
    return tensor;
  }
};

struct ConvCase {
  const char* name;
  Conv2d conv;
  Activations x;
  std::vector<float> weight;
  std::vector<float> bias;  // empty: none
  Activations residual;     // empty: none
  Activations expected;
};

template <typename Pool>
struct PoolCase {
  const char* name;
  Pool pool;
  Activations x;
  Activations expected;
};

struct LrnCase {
  const char* name;
  Lrn lrn;
  Activations x;
  Activations expected;
};

struct NormCase {
  const char* name;
  double eps;
  Activations x;
  std::vector<float> weight, bias, mean, var;
  Activations expected;
};

struct UnaryCase {
  const char* name;
  Activations x;
  Activations expected;
};

struct DenseCase {
  const char* name;
  Activations x;
  std::vector<float> weight;
  std::vector<float> bias;  // empty: none
  Activations expected;
};

#include "tests/reference/vectors.inc"

const float* DataOrNull(const std::vector<float>& values) {
  return values.empty() ? nullptr : values.data();
}

// Equal up to two roundings to float: ours, and that of the printed answer.
bool IsSame(float got, float expected) {
  if (std::isnan(expected)) return std::isnan(got);
  constexpr float kEpsilon = std::numeric_limits<float>::epsilon();
  return std::fabs(got - expected) <= kEpsilon * std::fabs(expected);
}

void ExpectSame(const Tensor& got, const Activations& expected) {
  ASSERT_EQ(got.h, expected.h);
  ASSERT_EQ(got.w, expected.w);
  ASSERT_EQ(got.c, expected.c);
  ASSERT_EQ(got.data.size(), expected.data.size());
  for (size_t i = 0; i < got.data.size(); ++i) {
    EXPECT_TRUE(IsSame(got.data[i], expected.data[i]))
        << "pixel " << i / got.c << " channel " << i % got.c << ": got "
        << got.data[i] << ", PyTorch has " << expected.data[i];
  }
}

// An op without params.
template <typename Kind>
Tensor RunOn(const Tensor& x, const Kind& kind) {
  return Run(kind, {{&x}});
}

TEST(ReferenceOpsTest, ConvolutionMatchesPyTorch) {
  for (const ConvCase& c : kConvCases) {
    SCOPED_TRACE(c.name);
    const Tensor residual = c.residual.AsTensor();
    ExpectSame(
        Convolve(c.x.AsTensor(), c.conv, c.weight.data(), DataOrNull(c.bias),
                 residual.data.empty() ? nullptr : &residual),
        c.expected);
  }
}

TEST(ReferenceOpsTest, MaxPoolMatchesPyTorch) {
  for (const PoolCase<MaxPool>& c : kMaxPoolCases) {
    SCOPED_TRACE(c.name);
    ExpectSame(RunOn(c.x.AsTensor(), c.pool), c.expected);
  }
}

TEST(ReferenceOpsTest, AvgPoolMatchesPyTorch) {
  for (const PoolCase<AvgPool>& c : kAvgPoolCases) {
    SCOPED_TRACE(c.name);
    ExpectSame(RunOn(c.x.AsTensor(), c.pool), c.expected);
  }
}

TEST(ReferenceOpsTest, LocalResponseNormMatchesPyTorch) {
  for (const LrnCase& c : kLrnCases) {
    SCOPED_TRACE(c.name);
    ExpectSame(RunOn(c.x.AsTensor(), c.lrn), c.expected);
  }
}

TEST(ReferenceOpsTest, BatchNormMatchesPyTorch) {
  for (const NormCase& c : kNormCases) {
    SCOPED_TRACE(c.name);
    const BatchNormParams params{c.weight.data(), c.bias.data(), c.mean.data(),
                                 c.var.data()};
    ExpectSame(BatchNormalize(c.x.AsTensor(), params, c.eps), c.expected);
  }
}

TEST(ReferenceOpsTest, SoftmaxMatchesPyTorch) {
  for (const UnaryCase& c : kSoftmaxCases) {
    SCOPED_TRACE(c.name);
    ExpectSame(RunOn(c.x.AsTensor(), Softmax{}), c.expected);
  }
}

TEST(ReferenceOpsTest, GlobalMeanMatchesPyTorch) {
  for (const UnaryCase& c : kGlobalMeanCases) {
    SCOPED_TRACE(c.name);
    ExpectSame(RunOn(c.x.AsTensor(), GlobalAvgPool{}), c.expected);
  }
}

TEST(ReferenceOpsTest, ActivationsMatchPyTorch) {
  for (const UnaryCase& c : kReluCases) {
    ExpectSame(RunOn(c.x.AsTensor(), Activate{Activation::kRelu}), c.expected);
  }
  for (const UnaryCase& c : kRelu6Cases) {
    ExpectSame(RunOn(c.x.AsTensor(), Activate{Activation::kRelu6}), c.expected);
  }
}

TEST(ReferenceOpsTest, FullyConnectedMatchesPyTorch) {
  for (const DenseCase& c : kDenseCases) {
    SCOPED_TRACE(c.name);
    ExpectSame(FullyConnected(c.x.AsTensor(), c.expected.c, c.weight.data(),
                              DataOrNull(c.bias)),
               c.expected);
  }
}

TEST(ReferenceOpsTest, ActivationBoundariesAndNan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(ActivateValue(-7, Activation::kNone), -7);
  EXPECT_EQ(ActivateValue(-0.5, Activation::kRelu), 0);
  EXPECT_EQ(ActivateValue(6.5, Activation::kRelu), 6.5);
  EXPECT_EQ(ActivateValue(6.5, Activation::kRelu6), 6);
  EXPECT_EQ(ActivateValue(-infinity, Activation::kRelu6), 0);
  EXPECT_EQ(ActivateValue(infinity, Activation::kRelu6), 6);
  EXPECT_TRUE(std::isnan(ActivateValue(nan, Activation::kRelu)));
  EXPECT_TRUE(std::isnan(ActivateValue(nan, Activation::kRelu6)));
}

// Sums of floats that double holds exactly and float does not: only one
// rounding may happen, at the end.
TEST(ReferenceOpsTest, ConvolutionRoundsOnce) {
  const Activations x{1, 1, 3, {16777216.0f, 1.0f, -16777216.0f}};
  const Conv2d conv{1, 1, 1, 1, {}, 1, 0, {}, Activation::kNone};
  const std::vector<float> ones(3, 1.0f);
  ExpectSame(Convolve(x.AsTensor(), conv, ones.data(), nullptr, nullptr),
             {1, 1, 1, {1.0f}});
}

TEST(ReferenceOpsTest, SumAddsElements) {
  const Tensor a = Activations{1, 2, 2, {1, 2, 3, 4}}.AsTensor();
  const Tensor b = Activations{1, 2, 2, {10, -20, 30, -40}}.AsTensor();
  ExpectSame(reference::Run(Add{}, {{&a, &b}}), {1, 2, 2, {11, -18, 33, -36}});
}

TEST(ReferenceOpsTest, ConcatenateKeepsOrderInEachPixel) {
  const Tensor a = Activations{1, 2, 1, {1, 2}}.AsTensor();
  const Tensor b = Activations{1, 2, 2, {10, 11, 20, 21}}.AsTensor();
  ExpectSame(reference::Run(Concat{}, {{&a, &b, &a}}),
             {1, 2, 4, {1, 10, 11, 1, 2, 20, 21, 2}});
}

}  // namespace
}  // namespace camglass::reference
