#include "engine/graph/cost.h"

#include <variant>

namespace camglass {

uint64_t MultiplyAddsOf(const Graph& graph, const Op& op,
                        const std::vector<Extent>& extents) {
  const size_t in_c = graph.values[op.inputs[0]].channels;
  const Extent out = extents[op.output];
  return std::visit(
      [&](const auto& kind) { return kind.MultiplyAdds(in_c, out); }, op.kind);
}

uint64_t MultiplyAddsOf(const Graph& graph,
                        const std::vector<Extent>& extents) {
  uint64_t sum = 0;
  for (const Op& op : graph.ops) sum += MultiplyAddsOf(graph, op, extents);
  return sum;
}

}  // namespace camglass
