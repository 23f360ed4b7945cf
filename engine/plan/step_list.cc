#include "engine/plan/step_list.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace camglass {

void StepList::StartOp(size_t level) {
  if (level != level_) shared_used_ = 0;
  level_ = level;
  stage_ = 0;
}

void StepList::Add(Step step) {
  steps_.push_back({level_, stage_, std::move(step)});
}

size_t StepList::TakeShared(size_t floats) {
  const size_t begin = shared_used_;
  shared_used_ += floats;
  return begin;
}

std::vector<Step> StepList::InOrder() && {
  std::stable_sort(
      steps_.begin(), steps_.end(), [](const TimedStep& a, const TimedStep& b) {
        return std::tie(a.level, a.stage) < std::tie(b.level, b.stage);
      });
  std::vector<Step> steps;
  const TimedStep* last = nullptr;  // with work
  for (TimedStep& timed : steps_) {
    if (timed.step.units > 0) {
      timed.step.waits = last != nullptr && (last->level != timed.level ||
                                             last->stage != timed.stage);
      last = &timed;
    }
    steps.push_back(std::move(timed.step));
  }
  return steps;
}

}  // namespace camglass
