// Passes that give a convolution the work of the op after it. The fused op
// keeps the convolution's name and makes the last op's value.
#include <cstddef>
#include <optional>
#include <utility>

#include "engine/graph/passes.h"
#include "engine/graph/passes_conv.h"

namespace camglass {
namespace {

void EraseOp(size_t position, Graph* graph) {
  graph->ops.erase(graph->ops.begin() + static_cast<std::ptrdiff_t>(position));
}

// Whether `value` exists before the op at `position` runs.
bool IsMadeBefore(const Graph& graph, ValueId value, size_t position) {
  if (value == graph.input) return true;
  for (size_t i = 0; i < position; ++i) {
    if (graph.ops[i].output == value) return true;
  }
  return false;
}

// A convolution that can take a residual, and the one that it takes.
struct Merge {
  size_t conv;  // position in graph.ops
  ValueId residual;
};

std::optional<Merge> FindMerge(const Graph& graph, const Op& add) {
  std::optional<Merge> best;
  for (const size_t side : {size_t{0}, size_t{1}}) {
    const std::optional<size_t> conv = FindOpenConv(graph, add.inputs[side]);
    if (!conv.has_value() || graph.ops[*conv].inputs.size() != 1) continue;
    if (!best.has_value() || *conv > best->conv) {
      best = Merge{*conv, add.inputs[1 - side]};
    }
  }
  return best;
}

// Tells whether the op at `position` was an add that a convolution has taken.
bool FuseAddAt(size_t position, Graph* graph) {
  const Op add = graph->ops[position];
  if (!std::holds_alternative<Add>(add.kind)) return false;
  const std::optional<Merge> merge = FindMerge(*graph, add);
  if (!merge.has_value()) return false;

  Op fused = graph->ops[merge->conv];
  fused.inputs.push_back(merge->residual);
  fused.output = add.output;
  if (IsMadeBefore(*graph, merge->residual, merge->conv)) {
    graph->ops[merge->conv] = std::move(fused);
    EraseOp(position, graph);
  } else {  // the convolution has to wait for its residual
    graph->ops[position] = std::move(fused);
    EraseOp(merge->conv, graph);
  }
  return true;
}

bool FuseActivationAt(size_t position, Graph* graph) {
  const Op& op = graph->ops[position];
  const Activate* activate = std::get_if<Activate>(&op.kind);
  if (activate == nullptr) return false;
  const std::optional<size_t> found = FindOpenConv(*graph, op.inputs[0]);
  if (!found.has_value()) return false;

  std::get<Conv2d>(graph->ops[*found].kind).act = activate->kind;
  graph->ops[*found].output = op.output;
  EraseOp(position, graph);
  return true;
}

}  // namespace

void FuseResidualAdd(Graph* graph) {
  for (size_t i = 0; i < graph->ops.size();) {
    if (!FuseAddAt(i, graph)) ++i;
  }
  CheckConsistency(*graph);
}

void FuseActivation(Graph* graph) {
  for (size_t i = 0; i < graph->ops.size();) {
    if (!FuseActivationAt(i, graph)) ++i;
  }
  CheckConsistency(*graph);
}

}  // namespace camglass
