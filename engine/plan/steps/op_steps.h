// The steps of every op and every fusion: one function each, in the file of
// the step. They add at least one step, and the last completes the output.
// For a fusion, `place` is that of its last op. A function fails where there is
// no kernel for the op's attributes.
#ifndef CAMGLASS_ENGINE_PLAN_STEPS_OP_STEPS_H_
#define CAMGLASS_ENGINE_PLAN_STEPS_OP_STEPS_H_

#include "engine/base/status.h"
#include "engine/graph/op.h"
#include "engine/plan/fusion.h"
#include "engine/plan/op_place.h"
#include "engine/plan/step_list.h"

namespace camglass {

Status AddSteps(const Conv2d& conv, const OpPlace& place, StepList* steps);
Status AddSteps(const BatchNorm& norm, const OpPlace& place, StepList* steps);
Status AddSteps(const MaxPool& pool, const OpPlace& place, StepList* steps);
Status AddSteps(const AvgPool& pool, const OpPlace& place, StepList* steps);
Status AddSteps(const Lrn& lrn, const OpPlace& place, StepList* steps);
Status AddSteps(const Add& add, const OpPlace& place, StepList* steps);
Status AddSteps(const Activate& act, const OpPlace& place, StepList* steps);
Status AddSteps(const Concat& concat, const OpPlace& place, StepList* steps);
Status AddSteps(const GlobalAvgPool& pool, const OpPlace& place,
                StepList* steps);
Status AddSteps(const Dense& dense, const OpPlace& place, StepList* steps);
Status AddSteps(const Softmax& softmax, const OpPlace& place, StepList* steps);
Status AddSteps(const Identity& same, const OpPlace& place, StepList* steps);

Status AddSteps(const BlockOps& ops, const OpPlace& place, StepList* steps);
Status AddSteps(const PooledConvOps& ops, const OpPlace& place,
                StepList* steps);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEPS_OP_STEPS_H_
