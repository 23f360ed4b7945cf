// A checkpoint's tensors under torchvision's names and layout.
#ifndef CAMGLASS_WEIGHTS_CONVERT_TENSOR_ROLE_H_
#define CAMGLASS_WEIGHTS_CONVERT_TENSOR_ROLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "nets/network.h"
#include "weights/checkpoint.h"

namespace camglass {

// How the source's axes become OIHW, or [out, in] for a dense layer.
enum class AxisOrder {
  kAsIs,
  kHwio,   // a convolution of Keras
  kHwcm,   // a depthwise convolution of Keras: height, width, channel, multiple
  kInOut,  // a dense layer of Keras
};

// The role that a tensor of the checkpoint plays in a network.
struct TensorRole {
  size_t index = 0;           // in Checkpoint::tensors
  std::string name;           // torchvision's key
  std::vector<size_t> shape;  // in torchvision's layout
  AxisOrder order = AxisOrder::kAsIs;
};

// All that was found in a checkpoint for one architecture.
struct Spelling {
  std::vector<TensorRole> roles;
  // Tensors that inference has no use for, and where they belong.
  std::vector<std::string> ignored;
  // What was taken off the names, empty if nothing.
  std::string prefix;
};

// Reads the names as the network is spelt in the checkpoint's format. Names
// that the network does not have keep what they are called; they end up
// among the unexpected ones. `wanted` are the keys that the network needs; they
// tell the prefix of a wrapped checkpoint ("state_dict.module.").
Spelling SpellAs(const Checkpoint& checkpoint, const Network& network,
                 const std::vector<std::string>& wanted);

// The role's values in torchvision's layout: the checkpoint's own where the
// axes stay, copied otherwise.
CheckpointTensor Arrange(const Checkpoint& checkpoint, const TensorRole& role);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_TENSOR_ROLE_H_
