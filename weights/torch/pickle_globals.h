// The globals that a pickle of tensors may name, and no others: what makes
// tensors, and what training checkpoints hold beside them, which is parsed as
// data and ignored.
#ifndef CAMGLASS_WEIGHTS_TORCH_PICKLE_GLOBALS_H_
#define CAMGLASS_WEIGHTS_TORCH_PICKLE_GLOBALS_H_

#include <string_view>

#include "engine/status.h"
#include "weights/torch/pickle_value.h"

namespace camglass {

// Refuses, by its name, whatever is not on the list.
StatusOr<PickleGlobalRef> FindPickleGlobal(std::string_view module,
                                           std::string_view name);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_PICKLE_GLOBALS_H_
