// What the passes that grow a convolution ask first.
#ifndef CAMGLASS_ENGINE_GRAPH_PASSES_CONV_H_
#define CAMGLASS_ENGINE_GRAPH_PASSES_CONV_H_

#include <cstddef>
#include <optional>

#include "engine/graph/graph.h"

namespace camglass {

// Where in graph.ops the op stands that makes `value`, if it is a convolution
// without activation whose result nobody else needs: `value` is not kept and
// has one reader.
std::optional<size_t> FindOpenConv(const Graph& graph, ValueId value);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_PASSES_CONV_H_
