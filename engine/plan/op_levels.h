// Which ops may run at the same time: those of one level need nothing of each
// other, so that threads go from one to the next without waiting.
#ifndef CAMGLASS_ENGINE_PLAN_OP_LEVELS_H_
#define CAMGLASS_ENGINE_PLAN_OP_LEVELS_H_

#include <cstddef>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/fusion.h"

namespace camglass {

// The level of each op: one more than the highest of those that it reads from.
// Ops inside a fusion have its level. A single thread has no one to wait for:
// then each step is a level, in the graph's order, since a branch that goes on
// at once finds its input in the cache.
std::vector<size_t> OpLevels(const Graph& graph, const Fusions& fusions,
                             size_t threads);

// All ops, level by level, in the graph's order within each.
std::vector<size_t> OrderOf(const std::vector<size_t>& levels);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_OP_LEVELS_H_
