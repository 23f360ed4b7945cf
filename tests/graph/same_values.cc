#include "tests/graph/same_values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "engine/reference/executor.h"
#include "tests/graph/magnitudes.h"

namespace camglass {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<Tensor> Run(const Graph& graph, const Tensor& input) {
  StatusOr<std::vector<Tensor>> values = RunReference(graph, input);
  CAMGLASS_CHECK(values.ok());
  return *std::move(values);
}

// Differences of `a` and `b` over `magnitude` times `unit`, the largest.
double Difference(const Tensor& a, const Tensor& b, const Tensor& magnitude,
                  double unit) {
  if (a.h != b.h || a.w != b.w || a.c != b.c) return kInfinity;
  double worst = 0;
  for (size_t i = 0; i < a.data.size(); ++i) {
    CAMGLASS_CHECK(std::isfinite(magnitude.data[i]));
    const double allowed =
        unit * (static_cast<double>(magnitude.data[i]) + 1e-30);
    const double difference = std::fabs(static_cast<double>(a.data[i]) -
                                        static_cast<double>(b.data[i]));
    worst = std::max(worst, difference / allowed);
  }
  return worst;
}

}  // namespace

double WorstDifference(const Graph& plain, const Graph& changed,
                       const Tensor& input) {
  // An op rounds its result, and folding rounded its params: two roundings at
  // most, each relative to the sum of magnitudes. What came before is passed on
  // in proportion. So a value is off by 2 u for each op before it, in both
  // graphs, u being half a float epsilon.
  const double u = std::numeric_limits<float>::epsilon() / 2.0;
  const double unit = 2 * 2 * u * static_cast<double>(plain.ops.size());
  const std::vector<Tensor> expected = Run(plain, input);
  const std::vector<Tensor> got = Run(changed, input);
  const std::vector<Tensor> bound =
      Run(MagnitudeGraph(plain), Magnitude(input));
  double worst = 0;
  for (ValueId id = 0; id < plain.values.size(); ++id) {
    if (!IsKept(plain, id)) continue;
    worst = std::max(worst, Difference(expected[id], got[id], bound[id], unit));
  }
  return worst;
}

}  // namespace camglass
