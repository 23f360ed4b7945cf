// What a Plan holds; shared by plan.cc and session.cc only.
#ifndef CAMGLASS_ENGINE_PLAN_PLAN_IMPL_H_
#define CAMGLASS_ENGINE_PLAN_PLAN_IMPL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/aligned_buffer.h"
#include "engine/plan/layout.h"
#include "engine/plan/plan.h"
#include "engine/plan/step.h"

namespace camglass {

// The next unit of a step that no thread has taken.
struct alignas(64) UnitCounter {
  std::atomic<size_t> next{0};
};

struct Plan::Impl {
  const Graph* graph = nullptr;
  Extent extent;
  Layout layout;
  AlignedBuffer arena;
  std::vector<Step> steps;
  std::vector<size_t> chunks;  // units taken at a time, by step
  std::unique_ptr<UnitCounter[]> counters;
  std::vector<AlignedBuffer> scratch;  // one a thread
  AlignedBuffer shared_scratch;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_PLAN_IMPL_H_
