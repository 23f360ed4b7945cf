// What a graph does to its input's channels before the first layer.
#ifndef CAMGLASS_WEIGHTS_ONNX_INPUT_STEPS_H_
#define CAMGLASS_WEIGHTS_ONNX_INPUT_STEPS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "weights/checkpoint.h"
#include "weights/onnx/layer_graph.h"

namespace camglass {

// More than any order of three channels needs.
inline constexpr size_t kMaxStepChannels = 8;

// A value made of the input by steps that touch each channel by itself.
struct InputSteps {
  std::vector<ChannelStep> channels;
  bool channels_last = false;
  bool squeezed = false;  // one channel, whose axis a Gather has taken away
};

// One value a channel from a constant that is broadcast against the steps'
// channels; nothing where it does not fit. A constant that also varies along
// height and width (a mean picture) gives its means, and `spread` the largest
// deviation from them.
std::optional<std::vector<double>> ValuesByChannel(
    const CheckpointTensor& constant, const InputSteps& steps, double* spread);

// x op constant, or constant op x. `op` is Add, Sub, Mul or Div. Nothing where
// that is not a step of this kind.
std::optional<InputSteps> Combine(const InputSteps& steps,
                                  const std::string& op,
                                  const std::vector<double>& values,
                                  bool constant_first);

// The channels at these indices, negative ones counted from the end.
std::optional<InputSteps> Pick(const InputSteps& steps,
                               const std::vector<int64_t>& indices);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ONNX_INPUT_STEPS_H_
