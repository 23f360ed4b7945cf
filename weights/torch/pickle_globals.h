// The globals that a pickle may name: what makes tensors, and everything else,
// which is parsed as data and ignored.
#ifndef CAMGLASS_WEIGHTS_TORCH_PICKLE_GLOBALS_H_
#define CAMGLASS_WEIGHTS_TORCH_PICKLE_GLOBALS_H_

#include <string>
#include <string_view>

#include "engine/base/status.h"
#include "weights/torch/pickle_value.h"

namespace camglass {

// "module.name", short and printable: names come from the file.
std::string PickleGlobalName(std::string_view module, std::string_view name);

// Unknown names are kForeign. Refused, by their name, are those with which a
// pickle runs programs where it is loaded, and text that is not a name at all.
StatusOr<PickleGlobalRef> FindPickleGlobal(std::string_view module,
                                           std::string_view name);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_PICKLE_GLOBALS_H_
