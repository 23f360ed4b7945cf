#include <numeric>
#include <utility>
#include <vector>

#include "engine/graph/passes.h"

namespace camglass {

void DropIdentity(Graph* graph) {
  std::vector<ValueId> stand_in(graph->values.size());
  std::iota(stand_in.begin(), stand_in.end(), ValueId{0});
  std::vector<Op> remaining;
  for (Op& op : graph->ops) {
    for (ValueId& input : op.inputs) input = stand_in[input];
    if (std::holds_alternative<Identity>(op.kind) &&
        !IsKept(*graph, op.output)) {
      stand_in[op.output] = op.inputs[0];
    } else {
      remaining.push_back(std::move(op));
    }
  }
  graph->ops = std::move(remaining);
  CheckConsistency(*graph);
}

}  // namespace camglass
