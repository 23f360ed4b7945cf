#include "tools/audit/lbfgs.h"

#include <gtest/gtest.h>

#include <cmath>

namespace camglass {
namespace {

// A convex function whose minimum is known: ill-conditioned, not quadratic.
double Bowl(std::span<const double> x, std::span<double> gradient) {
  double value = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double weight = std::pow(10.0, static_cast<double>(i));
    const double d = x[i] - static_cast<double>(i);
    value += weight * 2 * std::sinh(d / 2) * std::sinh(d / 2);  // cosh(d) - 1
    gradient[i] = weight * std::sinh(d);
  }
  return value;
}

TEST(Lbfgs, FindsTheMinimumOfAnIllConditionedBowl) {
  std::vector<double> x(5, 3.0);
  const LbfgsResult result = Minimize(Bowl, {}, &x);
  EXPECT_TRUE(result.converged);
  EXPECT_NEAR(result.value, 0, 1e-12);
  for (size_t i = 0; i < x.size(); ++i)
    EXPECT_NEAR(x[i], static_cast<double>(i), 1e-7);
}

TEST(Lbfgs, StaysAtAMinimum) {
  std::vector<double> x = {0, 1, 2};
  const LbfgsResult result = Minimize(Bowl, {}, &x);
  EXPECT_TRUE(result.converged);
  EXPECT_EQ(result.iterations, 0u);
}

TEST(Lbfgs, SaysWhereItDidNotConverge) {
  std::vector<double> x(5, 3.0);
  EXPECT_FALSE(Minimize(Bowl, {.iterations = 2}, &x).converged);
}

}  // namespace
}  // namespace camglass
