#include "engine/plan/memory_planner.h"

#include <algorithm>
#include <numeric>

#include "engine/base/round_up.h"

namespace camglass {
namespace {

bool Meet(const BufferLife& a, const BufferLife& b) {
  return a.first <= b.last && b.first <= a.last;
}

struct Range {
  size_t begin;
  size_t end;
};

// The lowest offset with `size` free between `taken`, which is sorted by begin.
size_t LowestGap(const std::vector<Range>& taken, size_t size) {
  size_t offset = 0;
  for (const Range& range : taken) {
    if (offset + size <= range.begin) return offset;
    offset = std::max(offset, range.end);
  }
  return offset;
}

}  // namespace

Placement PlaceBuffers(const std::vector<BufferLife>& buffers, size_t align,
                       bool reuse) {
  std::vector<size_t> order(buffers.size());
  std::iota(order.begin(), order.end(), size_t{0});
  if (reuse) {
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return buffers[a].size > buffers[b].size;
    });
  }

  Placement placement;
  placement.offsets.resize(buffers.size());
  std::vector<size_t> placed;
  for (const size_t i : order) {
    const size_t size = RoundUp(buffers[i].size, align);
    std::vector<Range> taken;
    for (const size_t j : placed) {
      if (reuse && !Meet(buffers[i], buffers[j])) continue;
      const size_t begin = placement.offsets[j];
      const size_t other = RoundUp(buffers[j].size, align);
      taken.push_back({begin, begin + other});
    }
    std::sort(taken.begin(), taken.end(),
              [](const Range& a, const Range& b) { return a.begin < b.begin; });
    placement.offsets[i] = LowestGap(taken, size);
    placement.total = std::max(placement.total, placement.offsets[i] + size);
    placed.push_back(i);
  }
  return placement;
}

}  // namespace camglass
