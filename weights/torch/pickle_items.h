// The operations that put items into a list, a dict or a set. Each checks what
// it finds; an object of an unknown class takes any and keeps none.
#ifndef CAMGLASS_WEIGHTS_TORCH_PICKLE_ITEMS_H_
#define CAMGLASS_WEIGHTS_TORCH_PICKLE_ITEMS_H_

#include <string>

#include "engine/base/status.h"
#include "weights/torch/pickle_stack.h"

namespace camglass {

inline Status PickleMisused(const char* operation) {
  return InvalidInput(std::string(operation) + " finds no value that suits it");
}

// The items lie above the container: one (a dict's with its key), or all down
// to a mark.
Status AppendItems(PickleStack* stack, bool many);
Status SetItems(PickleStack* stack, bool many);
Status AddItems(PickleStack* stack);  // to a mark

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_PICKLE_ITEMS_H_
