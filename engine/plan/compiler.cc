#include "engine/plan/compiler.h"

#include <utility>
#include <variant>

#include "engine/plan/op_levels.h"
#include "engine/plan/step_list.h"
#include "engine/plan/steps/op_steps.h"

namespace camglass {
namespace {

// The steps of a fusion that ends with op i, or of the op itself.
Status AddStepsOf(size_t i, const PlanParts& plan, StepList* steps) {
  const OpPlace place(plan, i);
  const auto add = [&](const auto& kind) {
    return AddSteps(kind, place, steps);
  };
  const Fusion* fusion = plan.layout.fusions.EndingAt(i);
  return fusion != nullptr ? std::visit(add, *fusion)
                           : std::visit(add, plan.graph.ops[i].kind);
}

}  // namespace

StatusOr<std::vector<Step>> CompileSteps(const PlanParts& plan) {
  const Layout& layout = plan.layout;
  StepList steps;
  for (const size_t i : OrderOf(layout.levels)) {
    if (layout.fusions.IsInside(i)) continue;
    steps.StartOp(layout.levels[i]);
    CAMGLASS_RETURN_IF_ERROR(AddStepsOf(i, plan, &steps));
  }
  return std::move(steps).InOrder();
}

}  // namespace camglass
