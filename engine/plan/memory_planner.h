// Places buffers in one arena so that those alive at the same time are apart.
#ifndef CAMGLASS_ENGINE_PLAN_MEMORY_PLANNER_H_
#define CAMGLASS_ENGINE_PLAN_MEMORY_PLANNER_H_

#include <cstddef>
#include <vector>

namespace camglass {

// A buffer that is written first at time `first` and read last at time `last`.
struct BufferLife {
  size_t size = 0;  // any unit
  size_t first = 0;
  size_t last = 0;
};

struct Placement {
  std::vector<size_t> offsets;  // one a buffer
  size_t total = 0;
};

// Biggest first, each at the lowest offset where it fits (in the manner of
// greedy-by-size planners). Sizes are rounded up to `align`. Without `reuse`
// the buffers simply follow one another.
Placement PlaceBuffers(const std::vector<BufferLife>& buffers, size_t align,
                       bool reuse);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_MEMORY_PLANNER_H_
