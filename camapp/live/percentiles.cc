#include "camapp/live/percentiles.h"

#include <algorithm>
#include <cmath>

namespace camglass {
namespace {

constexpr double kLeastMs = 0.001;
constexpr double kGrowth = 1.0 + 1.0 / 32;

}  // namespace

void Percentiles::Add(double ms) {
  const double steps =
      std::log(std::max(ms, kLeastMs) / kLeastMs) / std::log(kGrowth);
  const auto i = static_cast<size_t>(steps);
  ++classes_[std::min(i, kClasses - 1)];
  ++count_;
}

double Percentiles::At(double p) const {
  if (count_ == 0) return 0;
  const auto wanted =
      static_cast<uint64_t>(std::ceil(p * static_cast<double>(count_)));
  uint64_t below = 0;
  size_t i = 0;
  while (i + 1 < kClasses &&
         below + classes_[i] < std::max<uint64_t>(wanted, 1))
    below += classes_[i++];
  // The middle of the class.
  return kLeastMs * std::pow(kGrowth, static_cast<double>(i) + 0.5);
}

}  // namespace camglass
