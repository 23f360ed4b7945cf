#include "tests/graph/magnitudes.h"

#include <cmath>
#include <memory>
#include <variant>
#include <vector>

namespace camglass {
namespace {

// The param with every element's absolute value, times `sign`.
void ReplaceByMagnitude(float sign, Param* param) {
  auto owner = std::make_shared<std::vector<float>>(
      param->data, param->data + param->size());
  for (float& value : *owner) value = sign * std::fabs(value);
  param->data = owner->data();
  param->owner = owner;
  if (param->row_factors == nullptr) return;
  auto factors = std::make_shared<std::vector<double>>(*param->row_factors);
  for (double& factor : *factors) factor = std::fabs(factor);
  param->row_factors = factors;
}

}  // namespace

Graph MagnitudeGraph(const Graph& plain) {
  Graph graph = plain;
  for (Param& param : graph.params) ReplaceByMagnitude(1, &param);
  for (Op& op : graph.ops) {
    if (const auto* norm = std::get_if<BatchNorm>(&op.kind)) {
      ReplaceByMagnitude(-1, &graph.params[norm->mean]);  // it is subtracted
    } else if (auto* conv = std::get_if<Conv2d>(&op.kind)) {
      conv->act = Activation::kNone;
    } else if (std::holds_alternative<Activate>(op.kind)) {
      op.kind = Identity{};
    }
  }
  return graph;
}

Tensor Magnitude(Tensor x) {
  for (float& value : x.data) value = std::fabs(value);
  return x;
}

}  // namespace camglass
