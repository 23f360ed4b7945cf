// Which of a checkpoint's tensors are the network that is wanted.
#ifndef CAMGLASS_WEIGHTS_CONVERT_CHOOSE_NETWORK_H_
#define CAMGLASS_WEIGHTS_CONVERT_CHOOSE_NETWORK_H_

#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

struct ChosenNetwork {
  Checkpoint checkpoint;
  std::vector<std::string> evidence;     // how it was chosen, a line each
  std::vector<std::string> assumptions;  // what no tensor shows
  std::string usual_variant;  // of weights under such names; empty: unknown
};

// Gives the networks torchvision's names, where theirs are those of other
// libraries or the layers' order shows them (library_names.h, layer_order.h),
// and a head that stands beside its network to that. Then the checkpoint with
// the tensors of one network alone, and what belongs to none. Where it holds
// several, `part` says which: what their names start with,
// "." where that is nothing. Fails with the list of them if `part` does not
// leave one; copies of the same values count as one.
StatusOr<ChosenNetwork> ChooseNetwork(Checkpoint checkpoint,
                                      const std::string& part);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_CHOOSE_NETWORK_H_
