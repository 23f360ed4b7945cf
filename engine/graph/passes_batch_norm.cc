#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/passes.h"
#include "engine/graph/passes_conv.h"

namespace camglass {
namespace {

// A batch norm as y = x * scale + shift, per channel.
struct Affine {
  std::vector<double> scale;
  std::vector<double> shift;
};

double Element(const Graph& graph, ParamId id, size_t i) {
  return static_cast<double>(graph.params[id].data[i]);
}

void CheckBound(const Graph& graph, ParamId id) {
  CAMGLASS_CHECK(graph.params[id].data != nullptr);
}

Affine AffineOf(const Graph& graph, const BatchNorm& norm) {
  for (const ParamId id : {norm.weight, norm.bias, norm.mean, norm.var}) {
    CheckBound(graph, id);
  }
  const size_t channels = graph.params[norm.weight].size();
  Affine affine{std::vector<double>(channels), std::vector<double>(channels)};
  for (size_t i = 0; i < channels; ++i) {
    const double deviation = std::sqrt(Element(graph, norm.var, i) + norm.eps);
    affine.scale[i] = Element(graph, norm.weight, i) / deviation;
    affine.shift[i] = Element(graph, norm.bias, i) -
                      Element(graph, norm.mean, i) * affine.scale[i];
  }
  return affine;
}

ParamId AppendParam(std::string name, std::vector<size_t> shape,
                    std::vector<float> values, Graph* graph) {
  auto owner = std::make_shared<const std::vector<float>>(std::move(values));
  graph->params.push_back(
      {std::move(name), std::move(shape), owner->data(), owner});
  return graph->params.size() - 1;
}

// The same weights in the same memory, with one more factor a row.
ParamId AppendScaledWeight(const Conv2d& conv, const Affine& affine,
                           const std::string& name, Graph* graph) {
  CheckBound(*graph, conv.weight);
  Param scaled = graph->params[conv.weight];
  std::vector<double> factors = affine.scale;
  for (size_t n = 0; scaled.row_factors != nullptr && n < factors.size(); ++n) {
    factors[n] *= (*scaled.row_factors)[n];
  }
  scaled.name = name;
  scaled.row_factors =
      std::make_shared<const std::vector<double>>(std::move(factors));
  graph->params.push_back(std::move(scaled));
  return graph->params.size() - 1;
}

ParamId AppendShiftedBias(const Conv2d& conv, const Affine& affine,
                          const std::string& name, Graph* graph) {
  if (conv.bias.has_value()) CheckBound(*graph, *conv.bias);
  std::vector<float> shifted(conv.out_c);
  for (size_t i = 0; i < shifted.size(); ++i) {
    const double bias =
        conv.bias.has_value() ? Element(*graph, *conv.bias, i) : 0.0;
    shifted[i] = static_cast<float>(bias * affine.scale[i] + affine.shift[i]);
  }
  return AppendParam(name, {conv.out_c}, std::move(shifted), graph);
}

// Folds the op at `position` into the convolution before it, if it is a batch
// norm that stands right after one. Tells whether it did.
bool FoldAt(size_t position, Graph* graph) {
  const Op& norm = graph->ops[position];
  const BatchNorm* kind = std::get_if<BatchNorm>(&norm.kind);
  if (kind == nullptr) return false;
  const std::optional<size_t> found = FindOpenConv(*graph, norm.inputs[0]);
  if (!found.has_value()) return false;
  Op& op = graph->ops[*found];
  if (op.inputs.size() != 1) return false;  // the residual isn't to be scaled

  Conv2d& conv = std::get<Conv2d>(op.kind);
  const Affine affine = AffineOf(*graph, *kind);
  const ParamId weight =
      AppendScaledWeight(conv, affine, op.name + ".weight|" + norm.name, graph);
  const ParamId bias =
      AppendShiftedBias(conv, affine, op.name + ".bias|" + norm.name, graph);
  conv.weight = weight;
  conv.bias = bias;
  op.output = norm.output;
  graph->ops.erase(graph->ops.begin() + static_cast<std::ptrdiff_t>(position));
  return true;
}

}  // namespace

void FoldBatchNorm(Graph* graph) {
  for (size_t i = 0; i < graph->ops.size();) {
    if (!FoldAt(i, graph)) ++i;
  }
  CheckConsistency(*graph);
}

}  // namespace camglass
