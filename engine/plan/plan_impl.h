// What a Plan holds; shared by plan.cc and session.cc only.
#ifndef CAMGLASS_ENGINE_PLAN_PLAN_IMPL_H_
#define CAMGLASS_ENGINE_PLAN_PLAN_IMPL_H_

#include <vector>

#include "engine/base/aligned_buffer.h"
#include "engine/plan/layout.h"
#include "engine/plan/plan.h"
#include "engine/plan/step.h"
#include "engine/runtime/work_shares.h"

namespace camglass {

struct Plan::Impl {
  const Graph* graph = nullptr;
  Extent extent;
  Layout layout;
  AlignedBuffer arena;
  std::vector<Step> steps;
  std::vector<WorkShares> shares;      // by step
  std::vector<AlignedBuffer> scratch;  // one a thread
  AlignedBuffer shared_scratch;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_PLAN_IMPL_H_
