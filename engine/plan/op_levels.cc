#include "engine/plan/op_levels.h"

#include <algorithm>
#include <numeric>

namespace camglass {

std::vector<size_t> OpLevels(const Graph& graph, const Fusions& fusions,
                             size_t threads) {
  std::vector<size_t> step_of_value(graph.values.size(), graph.ops.size());
  std::vector<size_t> levels(graph.ops.size(), 0);
  for (size_t i = 0; i < graph.ops.size(); ++i) {
    const size_t step = fusions.StepOf(i);
    if (threads == 1) levels[step] = step;
    for (const ValueId v : graph.ops[i].inputs) {
      const size_t producer = step_of_value[v];
      if (producer == graph.ops.size() || producer == step) continue;
      levels[step] = std::max(levels[step], levels[producer] + 1);
    }
    step_of_value[graph.ops[i].output] = step;
  }
  for (size_t i = 0; i < levels.size(); ++i) {
    levels[i] = levels[fusions.StepOf(i)];
  }
  return levels;
}

std::vector<size_t> OrderOf(const std::vector<size_t>& levels) {
  std::vector<size_t> order(levels.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return levels[a] < levels[b]; });
  return order;
}

}  // namespace camglass
