#include "engine/kernels/winograd.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/reference/executor.h"
#include "tests/every_target.h"
#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

using Matrix = std::vector<std::vector<double>>;

// The matrices of Lavin and Gray's paper for F(m, 3), absolute values.
struct Absolute {
  Matrix at, bt, g;
};
Absolute MatricesOf(size_t m) {
  if (m == 2) {
    return {{{1, 1, 1, 0}, {0, 1, 1, 1}},
            {{1, 0, 1, 0}, {0, 1, 1, 0}, {0, 1, 1, 0}, {0, 1, 0, 1}},
            {{1, 0, 0}, {.5, .5, .5}, {.5, .5, .5}, {0, 0, 1}}};
  }
  return {{{1, 1, 1, 1, 1, 0},
           {0, 1, 1, 2, 2, 0},
           {0, 1, 1, 4, 4, 0},
           {0, 1, 1, 8, 8, 1}},
          {{4, 0, 5, 0, 1, 0},
           {0, 4, 4, 1, 1, 0},
           {0, 4, 4, 1, 1, 0},
           {0, 2, 1, 2, 1, 0},
           {0, 2, 1, 2, 1, 0},
           {0, 4, 0, 5, 0, 1}},
          {{1. / 4, 0, 0},
           {1. / 6, 1. / 6, 1. / 6},
           {1. / 6, 1. / 6, 1. / 6},
           {1. / 24, 1. / 12, 1. / 6},
           {1. / 24, 1. / 12, 1. / 6},
           {0, 0, 1}}};
}

// |a| x |a|^T of a square x.
Matrix Sandwich(const Matrix& a, const Matrix& x) {
  Matrix out(a.size(), std::vector<double>(a.size()));
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t j = 0; j < a.size(); ++j)
      for (size_t k = 0; k < x.size(); ++k)
        for (size_t l = 0; l < x.size(); ++l)
          out[i][j] += a[i][k] * std::abs(x[k][l]) * a[j][l];
  return out;
}

// For each output the sum of the absolute values of all that the algorithm adds
// up: its rounding error is at most (number of roundings) * epsilon of that.
Tensor Magnitude(const Tensor& x, const float* weights, size_t out_c,
                 size_t m) {
  const Absolute matrices = MatricesOf(m);
  const size_t side = m + 2;
  std::vector<Matrix> u(out_c * x.c);
  for (size_t i = 0; i < u.size(); ++i) {
    Matrix g(3, std::vector<double>(3));
    for (size_t k = 0; k < 9; ++k) g[k / 3][k % 3] = weights[i * 9 + k];
    u[i] = Sandwich(matrices.g, g);
  }
  Tensor magnitude(x.h, x.w, out_c);
  for (size_t y0 = 0; y0 < x.h; y0 += m) {
    for (size_t x0 = 0; x0 < x.w; x0 += m) {
      std::vector<Matrix> v(x.c);
      for (size_t c = 0; c < x.c; ++c) {
        Matrix d(side, std::vector<double>(side));
        for (size_t i = 0; i < side; ++i)
          for (size_t j = 0; j < side; ++j) {
            const size_t yy = y0 + i, xx = x0 + j;  // one zero before the map
            if (yy >= 1 && xx >= 1 && yy <= x.h && xx <= x.w)
              d[i][j] = x.At(yy - 1, xx - 1, c);
          }
        v[c] = Sandwich(matrices.bt, d);
      }
      for (size_t n = 0; n < out_c; ++n) {
        Matrix sum(side, std::vector<double>(side));
        for (size_t c = 0; c < x.c; ++c)
          for (size_t i = 0; i < side; ++i)
            for (size_t j = 0; j < side; ++j)
              sum[i][j] += u[n * x.c + c][i][j] * v[c][i][j];
        const Matrix out = Sandwich(matrices.at, sum);
        for (size_t i = 0; i < m && y0 + i < x.h; ++i)
          for (size_t j = 0; j < m && x0 + j < x.w; ++j)
            magnitude.At(y0 + i, x0 + j, n) = static_cast<float>(out[i][j]);
      }
    }
  }
  return magnitude;
}

struct Case {
  size_t in_c, out_c, h, w;
};

// Plans the convolution, checks that it runs as F(m), and holds it against the
// reference within the bound above; the same bits at 1 to 3 threads. f16 rounds
// each transformed weight to within 2^-11 of it.
void ExpectWinograd(const Case& c, size_t m,
                    Precision precision = Precision::kF32) {
  SCOPED_TRACE(testing::Message()
               << c.in_c << "-" << c.out_c << " on " << c.h << "x" << c.w);
  const Graph graph = KeptGraph(c.in_c, [&](GraphBuilder& b, ValueId x) {
    return b.Conv("conv", x,
                  {.out_c = c.out_c, .k = 3, .pad = Padding::All(1)});
  });
  const Tensor input = UniformInput({c.h, c.w}, c.in_c, "input");
  const auto want = RunReference(graph, input);
  ASSERT_TRUE(want.ok());
  const ValueId conv = graph.FindValue("conv");
  const Tensor magnitude = Magnitude(
      input, graph.params[graph.FindParam("conv.weight")].data, c.out_c, m);
  Tensor first;
  for (size_t threads = 1; threads <= 3; ++threads) {
    SessionOptions options = {.threads = threads};
    options.plan.precision = precision;
    auto session = Session::Create(graph, options);
    ASSERT_TRUE(session.ok());
    Plan* const plan = *(*session)->Prepare({c.h, c.w});
    ASSERT_NE(plan->ToText().find("winograd" + std::to_string(m)),
              std::string::npos)
        << plan->ToText();
    for (size_t i = 0; i < input.data.size(); ++i) {
      plan->input().At(i / c.in_c / c.w, i / c.in_c % c.w, i % c.in_c) =
          input.data[i];
    }
    (*session)->Run(*plan);
    (*session)->Run(*plan);
    const Tensor got = CopyOf(plan->View(conv));
    if (threads > 1) {
      ASSERT_EQ(got.data, first.data) << threads << " threads";
      continue;
    }
    first = got;
    // Roundings on the way of a product: two transforms of up to 6 terms on
    // either side, the filter's, the sum over channels, the bias.
    const double roundings = static_cast<double>(c.in_c + 4 * 6 + 4);
    const double weights = precision == Precision::kF16 ? 0x1p-11 : 0;
    for (size_t i = 0; i < got.data.size(); ++i) {
      const double bound = roundings * std::numeric_limits<float>::epsilon() *
                               (magnitude.data[i] + 1.0) +
                           weights * magnitude.data[i];
      ASSERT_NEAR(got.data[i], (*want)[conv].data[i], bound) << "at " << i;
    }
  }
}

// The stem's points are up to 2 and down to 1/2; what F(4x4, 4x4) adds up is at
// most some 500 times the sums of the absolute values of the direct form.
void ExpectStem(size_t out_c, size_t h, size_t w, const Padding& pad) {
  SCOPED_TRACE(testing::Message() << out_c << " on " << h << "x" << w);
  const Graph graph = KeptGraph(3, [&](GraphBuilder& b, ValueId x) {
    return b.Relu(
        "relu",
        b.Conv("conv", x, {.out_c = out_c, .k = 7, .stride = 2, .pad = pad}));
  });
  auto session = Session::Create(graph, {.threads = 1});
  ASSERT_TRUE(session.ok());
  ASSERT_NE((*(*session)->Prepare({h, w}))->ToText().find("winograd stem"),
            std::string::npos);
  ExpectMatchesReference(graph, {h, w}, 500 * (147 + 36), SessionOptions());
}

// Points up to 2, as F(4x4, 3x3) has.
void ExpectStride2(const Case& c, const Padding& pad) {
  SCOPED_TRACE(testing::Message()
               << c.in_c << "-" << c.out_c << " on " << c.h << "x" << c.w);
  const Graph graph = KeptGraph(c.in_c, [&](GraphBuilder& b, ValueId x) {
    return b.Relu(
        "relu",
        b.Conv("conv", x, {.out_c = c.out_c, .k = 3, .stride = 2, .pad = pad}));
  });
  auto session = Session::Create(graph, {.threads = 1});
  ASSERT_TRUE(session.ok());
  ASSERT_NE((*(*session)->Prepare({c.h, c.w}))->ToText().find("stride 2"),
            std::string::npos);
  ExpectMatchesReference(graph, {c.h, c.w}, 200 * (9 * c.in_c + 28),
                         SessionOptions());
}

class WinogradTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(WinogradTest);

TEST_P(WinogradTest, TilesOfTwoOverEverySmallMap) {
  for (size_t h = 4; h < 10; ++h) {
    for (size_t w = 4; w < 10; ++w) ExpectWinograd({16, 24, h, w}, 2);
    if (HasFatalFailure()) return;
  }
}

TEST_P(WinogradTest, TilesOfFourOverEveryWidth) {
  for (size_t w = 11; w < 21; ++w) {
    ExpectWinograd({16, 16, 11 + w % 4, w}, 4);
    if (HasFatalFailure()) return;
  }
}

TEST_P(WinogradTest, EveryChannelCount) {
  for (const size_t in_c : {16, 24, 40}) {
    for (const size_t out_c : {1, 24, 64, 80, 144}) {
      ExpectWinograd({in_c, out_c, 7, 8}, 2);
      ExpectWinograd({in_c, out_c, 13, 11}, 4);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(WinogradTest, WeightsInF16) {
  for (const size_t out_c : {1, 24, 80}) {
    for (const size_t w : {6, 7}) {
      ExpectWinograd({24, out_c, 7, w}, 2, Precision::kF16);
      ExpectWinograd({40, out_c, 13, w + 5}, 4, Precision::kF16);
    }
    if (HasFatalFailure()) return;
  }
}

// Many groups of tiles, shared out among threads.
TEST_P(WinogradTest, MapsOfManyGroups) {
  ExpectWinograd({64, 16, 57, 30}, 4);
  ExpectWinograd({128, 16, 30, 23}, 4);
}

TEST_P(WinogradTest, ResidualActivationAndConcatSlice) {
  for (const size_t side : {6, 13, 50}) {
    Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
      const ConvSpec spec = {.out_c = 32, .k = 3, .pad = Padding::All(1)};
      const ValueId shortcut = b.Conv("shortcut", x, {.out_c = 32});
      const ValueId main = b.Conv("main", x, spec);
      const ValueId relu = b.Relu("relu", b.Sum("sum", main, shortcut));
      return b.Concatenate("concat", {shortcut, relu});
    });
    for (const char* name : {"main", "sum"}) {
      graph.values[graph.FindValue(name)].keep = false;
    }
    // Weights have a variance of 2 / depth, so the sums of the absolute values
    // that F(4x4) adds up are within some 200 times those of the direct form.
    ExpectMatchesReference(graph, {side, side + 1}, 200 * (144 + 28),
                           SessionOptions());
    if (HasFatalFailure()) return;
  }
}

TEST_P(WinogradTest, Stride2OverEveryWidth) {
  for (size_t w = 56; w < 66; ++w) {
    ExpectStride2({16, 24, 49 + w % 4, w}, Padding::All(1));
    if (HasFatalFailure()) return;
  }
}

TEST_P(WinogradTest, Stride2OfEveryChannelCountAndPadding) {
  for (const size_t in_c : {16, 48}) {
    for (const size_t out_c : {1, 24, 64, 80}) {
      ExpectStride2({in_c, out_c, 54, 58}, Padding::All(1));
      ExpectStride2({in_c, out_c, 55, 60}, Padding::Same());
      ExpectStride2({in_c, out_c, 57, 59}, Padding::All(0));
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(WinogradTest, StemOverEveryWidth) {
  for (size_t w = 20; w < 30; ++w) {
    ExpectStem(16, 21 + w % 3, w, Padding::All(3));
    if (HasFatalFailure()) return;
  }
}

TEST_P(WinogradTest, StemOfEveryChannelCountAndPadding) {
  for (const size_t out_c : {1, 24, 64, 80}) {
    ExpectStem(out_c, 37, 90, Padding::All(3));
    ExpectStem(out_c, 40, 31, Padding::All(0));
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace camglass
