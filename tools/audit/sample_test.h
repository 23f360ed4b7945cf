// Whether differences could be chance.
#ifndef CAMGLASS_TOOLS_AUDIT_SAMPLE_TEST_H_
#define CAMGLASS_TOOLS_AUDIT_SAMPLE_TEST_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace camglass {

// Student's t distribution: the chance of a value above t, and the value that
// is exceeded with chance p (0 < p < 1). freedom > 0, t finite.
double StudentTail(double t, double freedom);
double StudentQuantile(double p, double freedom);

// Welch's t of mean(a) - mean(b); 0 where either has fewer than two values, or
// there is no spread.
double WelchT(std::span<const double> a, std::span<const double> b);

double MeanOf(std::span<const double> values);  // 0 of none

struct StratifiedMean {
  size_t n = 0;        // values
  double mean = 0;     // of the strata's means, each counting the same
  double error = 0;    // standard error, from the spread within strata
  double freedom = 0;  // n minus the number of strata
  double t = 0;        // mean / error
  double p = 1;        // one-sided: of a mean this much above 0 by chance
};

// Strata without a value are left out. None where no degree of freedom or no
// spread is left.
std::optional<StratifiedMean> TestStrata(
    std::span<const std::vector<double>> strata);

// Holm's step-down correction (Holm 1979): the smallest level of the family at
// which each hypothesis is rejected, at most 1. In the order given.
std::vector<double> HolmCorrected(std::span<const double> p);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_SAMPLE_TEST_H_
