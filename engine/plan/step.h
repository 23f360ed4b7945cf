// One step of a plan: a kernel with its pointers and shapes, cut into units of
// work that threads may take in any order and number without changing a bit.
#ifndef CAMGLASS_ENGINE_PLAN_STEP_H_
#define CAMGLASS_ENGINE_PLAN_STEP_H_

#include <cstddef>
#include <functional>
#include <string>

#include "engine/graph/graph.h"
#include "engine/plan/layout.h"
#include "engine/tensor.h"

namespace camglass {

// Memory that steps need while they run, in floats.
struct ScratchSizes {
  size_t own = 0;     // a thread
  size_t shared = 0;  // from one step to the next
};

struct Scratch {
  float* own = nullptr;
  float* shared = nullptr;
};

// Does units [begin, end), whatever other threads do with the others.
using UnitRunner =
    std::function<void(size_t begin, size_t end, const Scratch& scratch)>;

struct Step {
  std::string name;    // of the op
  const char* kernel;  // for profiles: "conv", "depthwise", ...
  UnitRunner run;
  ScratchSizes scratch;
  size_t units = 0;
  size_t grain = 1;    // units are handed out in multiples of this; >= 1
  bool waits = false;  // for all threads to end the steps before
  ValueId output = 0;
  TensorView view;  // of the output
  Halo halo;        // around `view`, cleared by this step for its channels
  DType weights = DType::kF32;  // as they are packed, where there are any
  // Further ops on the same value (groups of a convolution) end with the last.
  bool completes_output = true;
};

// Does units [begin, end) of the step, and their share of its halo.
void RunUnits(const Step& step, size_t begin, size_t end,
              const Scratch& scratch);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEP_H_
