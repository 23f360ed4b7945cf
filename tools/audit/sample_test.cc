#include "tools/audit/sample_test.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace camglass {
namespace {

// Errors of arguments are ours, and nothing throws.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<
        boost::math::policies::ignore_error>>;
using Student = boost::math::students_t_distribution<double, Quiet>;

// The sum of squared distances from the mean.
double SquaresOf(std::span<const double> values) {
  const double mean = MeanOf(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum;
}

}  // namespace

double StudentTail(double t, double freedom) {
  return boost::math::cdf(boost::math::complement(Student(freedom), t));
}

double StudentQuantile(double p, double freedom) {
  return boost::math::quantile(boost::math::complement(Student(freedom), p));
}

double MeanOf(std::span<const double> values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) /
         static_cast<double>(values.size());
}

double WelchT(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 2 || b.size() < 2) return 0;
  const auto part = [](std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    return SquaresOf(values) / (n - 1) / n;
  };
  const double variance = part(a) + part(b);
  return variance > 0 ? (MeanOf(a) - MeanOf(b)) / std::sqrt(variance) : 0;
}

std::optional<StratifiedMean> TestStrata(
    std::span<const std::vector<double>> strata) {
  StratifiedMean test;
  double squares = 0;
  double inverse = 0;  // sum of 1 / n
  double count = 0;    // of strata
  for (const std::vector<double>& values : strata) {
    if (values.empty()) continue;
    test.n += values.size();
    test.mean += MeanOf(values);
    squares += SquaresOf(values);
    inverse += 1 / static_cast<double>(values.size());
    ++count;
  }
  test.freedom = static_cast<double>(test.n) - count;
  if (test.freedom < 1 || !(squares > 0)) return std::nullopt;
  test.mean /= count;
  test.error = std::sqrt(squares / test.freedom * inverse) / count;
  test.t = test.mean / test.error;
  test.p = StudentTail(test.t, test.freedom);
  return test;
}

std::vector<double> HolmCorrected(std::span<const double> p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&p](size_t a, size_t b) { return p[a] < p[b]; });
  std::vector<double> corrected(p.size());
  double least = 0;
  for (size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    least = std::max(least, std::min(1.0, left * p[order[rank]]));
    corrected[order[rank]] = least;
  }
  return corrected;
}

}  // namespace camglass
