#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/graph/passes.h"

namespace camglass {
namespace {

// The op that makes `value`; ops.size() for the input.
size_t ProducerOf(const Graph& graph, ValueId value) {
  size_t i = 0;
  while (i < graph.ops.size() && graph.ops[i].output != value) ++i;
  return i;
}

// Adds a pool of `value` right after the op that makes it.
ValueId AddPoolOf(ValueId value, const Op& pool, Graph* graph) {
  const ValueId pooled = graph->values.size();
  const Value& whole = graph->values[value];
  const std::string name = pool.name + "/" + whole.name;
  graph->values.push_back({name, whole.channels, false});
  const size_t after = ProducerOf(*graph, value) + 1;
  graph->ops.insert(graph->ops.begin() + static_cast<std::ptrdiff_t>(after),
                    Op{name, pool.kind, {value}, pooled});
  return pooled;
}

// Whether the pool at `position` was moved.
bool MovePoolAt(size_t position, Graph* graph) {
  const Op pool = graph->ops[position];
  if (!std::holds_alternative<MaxPool>(pool.kind)) return false;
  const ValueId whole = pool.inputs[0];
  const size_t found = ProducerOf(*graph, whole);
  if (found == graph->ops.size() || IsKept(*graph, whole)) return false;
  const Op concat = graph->ops[found];
  if (!std::holds_alternative<Concat>(concat.kind)) return false;
  if (ReaderCounts(*graph)[whole] != 1) return false;
  const std::vector<ValueId>& parts = concat.inputs;
  for (const ValueId part : parts) {
    if (part == graph->input) return false;
    if (std::count(parts.begin(), parts.end(), part) != 1) return false;
  }
  Op moved = concat;
  moved.output = pool.output;
  for (ValueId& part : moved.inputs) part = AddPoolOf(part, pool, graph);
  const size_t added = parts.size();  // all before the concat
  graph->ops[found + added] = std::move(moved);
  graph->ops.erase(graph->ops.begin() +
                   static_cast<std::ptrdiff_t>(position + added));
  return true;
}

}  // namespace

void MovePools(Graph* graph) {
  for (size_t i = 0; i < graph->ops.size();) {
    i = MovePoolAt(i, graph) ? 0 : i + 1;
  }
  CheckConsistency(*graph);
}

}  // namespace camglass
