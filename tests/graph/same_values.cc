#include "tests/graph/same_values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "engine/reference/executor.h"

namespace camglass {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The param with every element's absolute value, times `sign`.
void ReplaceByMagnitude(float sign, Param* param) {
  auto owner = std::make_shared<std::vector<float>>(
      param->data, param->data + param->size());
  for (float& value : *owner) value = sign * std::fabs(value);
  param->data = owner->data();
  param->owner = owner;
}

// The graph whose values, for the input's magnitudes, are upper bounds of the
// sums of |a||b| behind each value: no term cancels another.
Graph MagnitudeGraph(const Graph& plain) {
  Graph graph = plain;
  for (Param& param : graph.params) ReplaceByMagnitude(1, &param);
  for (Op& op : graph.ops) {
    if (const BatchNorm* norm = std::get_if<BatchNorm>(&op.kind)) {
      ReplaceByMagnitude(-1, &graph.params[norm->mean]);  // it is subtracted
    }
    if (std::holds_alternative<Activate>(op.kind)) op.kind = Identity{};
  }
  return graph;
}

Tensor Magnitude(Tensor x) {
  for (float& value : x.data) value = std::fabs(value);
  return x;
}

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
