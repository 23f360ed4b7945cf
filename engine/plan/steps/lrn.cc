// Local response normalisation. Units: rows.
#include "engine/kernels/lrn.h"

#include <string>
#include <utility>

#include "engine/plan/steps/op_steps.h"

namespace camglass {

Status AddSteps(const Lrn& lrn, const OpPlace& place, StepList* steps) {
  if (lrn.size % 2 == 0 || lrn.size > kMaxLrnSize) {
    return InvalidInput(place.name() + ": a window of " +
                        std::to_string(lrn.size) +
                        " channels is not supported; use an odd number up "
                        "to " +
                        std::to_string(kMaxLrnSize));
  }
  const LrnArgs args = {place.In(), place.Out(), lrn.size, lrn.alpha,
                        lrn.beta,   lrn.k,       nullptr};
  Step step =
      place.NewStep("lrn", args.dst.h,
                    [args](size_t begin, size_t end, const Scratch& scratch) {
                      LrnArgs with_scratch = args;
                      with_scratch.scratch = scratch.own;
                      LrnRows(with_scratch, begin, end);
                    });
  step.scratch.own = LrnScratchFloats(args.src.c);
  steps->Add(std::move(step));
  return Status();
}

}  // namespace camglass
