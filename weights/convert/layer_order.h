// Networks whose layers have names of nobody's: recognised by the shapes of
// their weights and their order, as nn.Sequential and a copied model class
// leave them.
#ifndef CAMGLASS_WEIGHTS_CONVERT_LAYER_ORDER_H_
#define CAMGLASS_WEIGHTS_CONVERT_LAYER_ORDER_H_

#include <string>
#include <vector>

#include "weights/checkpoint.h"

namespace camglass {

// Gives the tensors of every group that is a whole network (all below some
// prefix, or all there are) torchvision's keys below that prefix. A line of
// evidence for each. Layers of one shape are taken in their order; where such
// layers are in parallel branches, the whole order must be the network's. Files
// that sort their tensors by name have an order where names are numbers alone.
std::vector<std::string> RenameByOrder(Checkpoint* checkpoint);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_LAYER_ORDER_H_
