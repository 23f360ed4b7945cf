#include "engine/graph/passes_conv.h"

#include <algorithm>

namespace camglass {

std::optional<size_t> FindOpenConv(const Graph& graph, ValueId value) {
  if (IsKept(graph, value) || ReaderCounts(graph)[value] != 1) {
    return std::nullopt;
  }
  const auto maker =
      std::find_if(graph.ops.begin(), graph.ops.end(),
                   [&](const Op& op) { return op.output == value; });
  if (maker == graph.ops.end()) return std::nullopt;
  const Conv2d* conv = std::get_if<Conv2d>(&maker->kind);
  if (conv == nullptr || conv->act != Activation::kNone) return std::nullopt;
  return static_cast<size_t>(maker - graph.ops.begin());
}

}  // namespace camglass
