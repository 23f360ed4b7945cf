// The steps of a plan while they are made, op by op, and the order in which
// they run.
#ifndef CAMGLASS_ENGINE_PLAN_STEP_LIST_H_
#define CAMGLASS_ENGINE_PLAN_STEP_LIST_H_

#include <cstddef>
#include <vector>

#include "engine/plan/step.h"

namespace camglass {

class StepList {
 public:
  // What is added from now on belongs to another op, of that level
  // (op_levels.h). Levels never fall.
  void StartOp(size_t level);
  void Add(Step step);
  // What is added from now on for this op needs what was added before.
  void NextStage() { ++stage_; }
  // So many floats of the shared scratch, where they begin: they are the op's
  // own among the steps of its level.
  size_t TakeShared(size_t floats);

  // All steps, by level and, within each, by stage, so that ops of one level
  // wait for each other's stages together.
  std::vector<Step> InOrder() &&;

 private:
  struct TimedStep {
    size_t level;
    size_t stage;
    Step step;
  };

  std::vector<TimedStep> steps_;
  size_t level_ = 0;  // of the op at hand
  size_t stage_ = 0;
  size_t shared_used_ = 0;  // by this level
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEP_LIST_H_
