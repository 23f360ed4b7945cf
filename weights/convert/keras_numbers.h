// Keras 3's weights files, which name a layer by its class and number
// ("layers/conv2d_3/vars/0"): which layer of a network that is.
#ifndef CAMGLASS_WEIGHTS_CONVERT_KERAS_NUMBERS_H_
#define CAMGLASS_WEIGHTS_CONVERT_KERAS_NUMBERS_H_

#include <map>
#include <string>

#include "nets/network.h"
#include "weights/checkpoint.h"

namespace camglass {

// The group of each numbered layer with weights ("layers/conv2d_3") -> the
// network's module ("features.4.conv.0.0"): the n-th of a class is the n-th
// layer of that kind. Groups beyond the network's layers are left out; whether
// shapes agree is for the caller to see. Empty where no name is of that kind.
std::map<std::string, std::string> ModulesByNumber(const Checkpoint& checkpoint,
                                                   const Network& network);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_KERAS_NUMBERS_H_
