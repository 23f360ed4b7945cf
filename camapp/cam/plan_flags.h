// The flags of everything that makes a plan: how convolutions are computed and
// how weights are held.
#ifndef CAMGLASS_CAMAPP_CAM_PLAN_FLAGS_H_
#define CAMGLASS_CAMAPP_CAM_PLAN_FLAGS_H_

#include "engine/plan/plan_options.h"

namespace CLI {
class App;
}

namespace camglass {

// --conv and --precision. *options must outlive the parsing.
void AddPlanFlags(CLI::App* app, PlanOptions* options);

// "f32", "f16"
const char* PrecisionName(Precision precision);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_PLAN_FLAGS_H_
