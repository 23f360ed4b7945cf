#include "engine/graph/cost.h"

#include <variant>

namespace camglass {

uint64_t MultiplyAddsOf(const Graph& graph, const Op& op,
                        const std::vector<Extent>& extents) {
  const uint64_t in_c = graph.values[op.inputs[0]].channels;
  if (const auto* conv = std::get_if<Conv2d>(&op.kind)) {
    const Extent out = extents[op.output];
    return uint64_t{out.h} * out.w * conv->out_c * conv->kh * conv->kw * in_c /
           conv->groups;
  }
  if (const auto* dense = std::get_if<Dense>(&op.kind)) {
    return in_c * dense->out_c;
  }
  return 0;
}

uint64_t MultiplyAddsOf(const Graph& graph,
                        const std::vector<Extent>& extents) {
  uint64_t sum = 0;
  for (const Op& op : graph.ops) sum += MultiplyAddsOf(graph, op, extents);
  return sum;
}

}  // namespace camglass
