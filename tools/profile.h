// How fast a network runs here: whole inferences, each step, and the bound.
#ifndef CAMGLASS_TOOLS_PROFILE_H_
#define CAMGLASS_TOOLS_PROFILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/session.h"
#include "engine/tensor.h"
#include "nets/net.h"

namespace camglass {

struct StepProfile {
  std::string name;
  std::string kernel;
  double ms = 0;     // median
  double gflop = 0;  // in the direct form; 0 for what multiplies nothing
};

struct Profile {
  Extent input;
  size_t threads = 0;
  double bound = 0;  // GFLOP/s of one core, measured in the same run
  double gflop = 0;  // of the whole network, direct form
  double p50 = 0;    // ms of whole inferences
  double p95 = 0;
  double prepare_ms = 0;  // packing of the weights and the plan
  size_t packed_bytes = 0;
  size_t arena_bytes = 0;
  std::vector<StepProfile> steps;  // timed one by one, with a barrier each

  // Of all convolutions but depthwise ones: the sums of the steps.
  double conv_ms = 0;
  double conv_gflop = 0;
};

// Runs the bound network `runs` times, then `runs` times step by step.
StatusOr<Profile> ProfileNet(const Net& net, Extent input,
                             const SessionOptions& options, size_t runs);

// Any numbers of a sensible size: speed does not depend on the weights.
Status BindStandInWeights(Graph* graph);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_PROFILE_H_
