#include "engine/plan/weight_types.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/base/half.h"
#include "engine/base/round_up.h"

namespace camglass {
namespace {

// Pixels, or Winograd's tiles, that are multiplied by the same weight. Up to so
// many, weights come from memory more slowly than they are used.
constexpr size_t kMostUses = 64;

bool FitsF16(const Param& param) {
  if (param.is_f16) return true;
  const bool fits =
      std::all_of(param.data, param.data + param.size(), [](float value) {
        return std::abs(value) <= kLargestF16 || !std::isfinite(value);
      });
  param.ReleaseRows(0, param.shape[0]);
  return fits;
}

// How often a run uses each weight of a convolution.
size_t UsesOf(ConvAlgorithm algorithm, Extent out) {
  const size_t m = std::max<size_t>(1, WinogradTileOf(algorithm));
  return DivideRoundingUp(out.h, m) * DivideRoundingUp(out.w, m);
}

bool CanHalve(ConvAlgorithm algorithm) {
  return algorithm != ConvAlgorithm::kDepthwise &&
         algorithm != ConvAlgorithm::kWinogradStem;
}

}  // namespace

std::vector<bool> HalvableParams(const Graph& graph, Precision precision) {
  std::vector<bool> halvable(graph.params.size(), false);
  if (precision == Precision::kF32) return halvable;
  for (const Op& op : graph.ops) {
    if (const auto* conv = std::get_if<Conv2d>(&op.kind)) {
      halvable[conv->weight] = FitsF16(graph.params[conv->weight]);
    } else if (const auto* dense = std::get_if<Dense>(&op.kind)) {
      const Param& weight = graph.params[dense->weight];
      halvable[dense->weight] =
          weight.row_factors == nullptr && FitsF16(weight);
    }
  }
  return halvable;
}

std::vector<DType> ChooseWeightTypes(
    const Graph& graph, const std::vector<Extent>& extents,
    const std::vector<ConvAlgorithm>& algorithms,
    const std::vector<bool>& halvable) {
  std::vector<DType> types(graph.ops.size(), DType::kF32);
  for (size_t i = 0; i < graph.ops.size(); ++i) {
    const Op& op = graph.ops[i];
    bool halves = false;
    if (const auto* conv = std::get_if<Conv2d>(&op.kind)) {
      halves = halvable[conv->weight] && CanHalve(algorithms[i]) &&
               UsesOf(algorithms[i], extents[op.output]) <= kMostUses;
    } else if (const auto* dense = std::get_if<Dense>(&op.kind)) {
      halves = halvable[dense->weight];
    }
    if (halves) types[i] = DType::kF16;
  }
  return types;
}

}  // namespace camglass
