#include "camapp/cam/plan_flags.h"

#include "camapp/cam/flag_values.h"

namespace camglass {

void AddPlanFlags(CLI::App* app, PlanOptions* options) {
  AddChoice(app, "--conv", &options->conv,
            {{"auto", ConvChoice::kAuto}, {"direct", ConvChoice::kDirect}},
            "Convolution algorithms; direct keeps the last digits");
  AddChoice(app, "--precision", &options->precision,
            {{"f32", Precision::kF32}, {"f16", Precision::kF16}},
            "How weights are held; f16 halves those that take longer to read "
            "than to multiply (default f32)");
}

const char* PrecisionName(Precision precision) {
  return precision == Precision::kF16 ? "f16" : "f32";
}

}  // namespace camglass
