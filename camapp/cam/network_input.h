// From a picture's bytes to a network's input.
#ifndef CAMGLASS_CAMAPP_CAM_NETWORK_INPUT_H_
#define CAMGLASS_CAMAPP_CAM_NETWORK_INPUT_H_

#include <array>

#include "camapp/picture/picture.h"
#include "engine/tensor.h"
#include "weights/preprocess.h"

namespace camglass {

// Normalisation as a table: a byte has only 256 values.
class NetworkInput {
 public:
  explicit NetworkInput(const InputTransform& transform);

  // input: [picture.h][picture.w][3]. Allocates nothing.
  void Fill(const Picture& picture, const TensorView& input) const;

 private:
  std::array<size_t, 3> source_;  // the picture's channel for each of the input
  std::array<std::array<float, 256>, 3> value_;  // [input channel][byte]
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_NETWORK_INPUT_H_
