// Expected values: SciPy 1.17's stats.t and ttest_ind, NumPy's least squares,
// and closed forms.
#include "tools/audit/sample_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace camglass {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(StudentTail, AsSciPyFarIntoTheTail) {
  EXPECT_DOUBLE_EQ(StudentTail(0, 5), 0.5);
  EXPECT_NEAR(StudentTail(1.5, 3), 0.11529193262241147, 1e-14);
  EXPECT_NEAR(StudentTail(2.33, 30), 0.01336160528792765, 1e-14);
  EXPECT_NEAR(StudentTail(-2, 8), 0.9597418810213687, 1e-14);
  EXPECT_NEAR(StudentTail(10, 30) / 2.287625704114809e-11, 1, 1e-9);
  EXPECT_NEAR(StudentTail(40, 34) / 1.7625622394588134e-30, 1, 1e-9);
  // One and two degrees of freedom have closed forms.
  EXPECT_NEAR(StudentTail(3, 1), 0.5 - std::atan(3) / std::acos(-1), 1e-14);
  EXPECT_NEAR(StudentTail(3, 2), 0.5 - 3 / (2 * std::sqrt(2 + 9)), 1e-14);
}

TEST(StudentQuantile, AsSciPy) {
  EXPECT_NEAR(StudentQuantile(0.01, 30), 2.4572615424005915, 1e-12);
  EXPECT_NEAR(StudentQuantile(0.002, 14), 3.4378666299163263, 1e-12);
  EXPECT_NEAR(StudentQuantile(0.5, 3), 0, 1e-12);
  EXPECT_NEAR(StudentQuantile(0.99, 8), -2.896459447709622, 1e-12);
}

TEST(WelchT, AsSciPy) {
  const std::vector<double> a = {19.8, 20.4, 19.6, 17.8, 18.5,
                                 18.9, 18.3, 18.9, 19.5, 22.0};
  const std::vector<double> b = {28.2, 26.6, 20.1, 23.3, 25.2, 22.1, 17.7,
                                 27.6, 20.6, 13.7, 23.2, 17.5, 20.6, 18.0,
                                 23.9, 21.6, 24.3, 20.4, 24.0, 13.2};
  EXPECT_NEAR(WelchT(a, b), -2.2192409158236233, 1e-12);
}

TEST(WelchT, NothingToCompare) {
  EXPECT_EQ(WelchT(std::vector<double>{1}, std::vector<double>{2, 3}), 0);
  EXPECT_EQ(WelchT(std::vector<double>{1, 1}, std::vector<double>{2, 2}), 0);
}

TEST(TestStrata, AsLeastSquaresWithOneMeanPerStratum) {
  const std::vector<std::vector<double>> strata = {
      {0.5, 1.25, -0.25, 2.0}, {}, {1.0, 1.5, 0.75}};
  const auto test = TestStrata(strata);
  ASSERT_TRUE(test.has_value());
  EXPECT_EQ(test->n, 7u);
  EXPECT_EQ(test->freedom, 5);
  EXPECT_NEAR(test->mean, 0.9791666666666669, 1e-12);
  EXPECT_NEAR(test->error, 0.3008956537480136, 1e-12);
  EXPECT_NEAR(test->t, 3.2541735132095804, 1e-12);
  EXPECT_NEAR(test->p, 0.011295537912072757, 1e-12);
}

TEST(TestStrata, NoneWithoutFreedomOrSpread) {
  using Strata = std::vector<std::vector<double>>;
  EXPECT_FALSE(TestStrata(Strata{}).has_value());
  EXPECT_FALSE(TestStrata(Strata{{1}, {2}}).has_value());
  EXPECT_FALSE(TestStrata(Strata{{1, 1}, {2, 2}}).has_value());
}

TEST(HolmCorrected, TheTextbooksExample) {
  // 4 x 0.005, 3 x 0.01, 2 x 0.03, then no less than the one before.
  EXPECT_THAT(HolmCorrected(std::vector<double>{0.01, 0.04, 0.03, 0.005}),
              ElementsAre(DoubleNear(0.03, 1e-15), DoubleNear(0.06, 1e-15),
                          DoubleNear(0.06, 1e-15), DoubleNear(0.02, 1e-15)));
  EXPECT_THAT(HolmCorrected(std::vector<double>{0.9, 0.8}), ElementsAre(1, 1));
  EXPECT_THAT(HolmCorrected(std::vector<double>{}), IsEmpty());
}

}  // namespace
}  // namespace camglass
