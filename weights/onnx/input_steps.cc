#include "weights/onnx/input_steps.h"

#include <algorithm>
#include <cmath>

namespace camglass {

std::optional<std::vector<double>> ValuesByChannel(
    const CheckpointTensor& constant, const InputSteps& steps, double* spread) {
  constexpr size_t kAxes = 4;
  const size_t channels = steps.channels.size();
  *spread = 0;
  if (constant.size() == 0 || constant.shape.size() > kAxes)
    return std::nullopt;
  if (constant.size() == 1)
    return std::vector<double>(channels, constant.data[0]);
  // Aligned at the last axis, as broadcasting does.
  std::vector<size_t> shape(kAxes - constant.shape.size(), 1);
  shape.insert(shape.end(), constant.shape.begin(), constant.shape.end());
  const size_t axis = steps.channels_last ? 3 : 1;
  if (steps.squeezed || shape[0] != 1 || shape[axis] != channels)
    return std::nullopt;
  const size_t inner = steps.channels_last ? 1 : shape[2] * shape[3];
  const auto channel_of = [&](size_t i) { return i / inner % channels; };
  std::vector<double> mean(channels, 0.0);
  for (size_t i = 0; i < constant.size(); ++i)
    mean[channel_of(i)] += constant.data[i];
  const auto each =
      static_cast<double>(constant.size()) / static_cast<double>(channels);
  for (double& value : mean) value /= each;
  for (size_t i = 0; i < constant.size(); ++i)
    *spread =
        std::max(*spread, std::abs(constant.data[i] - mean[channel_of(i)]));
  return mean;
}

std::optional<InputSteps> Combine(const InputSteps& steps,
                                  const std::string& op,
                                  const std::vector<double>& values,
                                  bool constant_first) {
  InputSteps result = steps;
  for (size_t c = 0; c < result.channels.size(); ++c) {
    ChannelStep& step = result.channels[c];
    double mul = 1;
    double add = 0;
    if (op == "Add") add = values[c];
    if (op == "Sub") {
      mul = constant_first ? -1 : 1;
      add = constant_first ? values[c] : -values[c];
    }
    if (op == "Mul") mul = values[c];
    if (op == "Div") mul = 1 / values[c];
    if (op == "Div" && constant_first) return std::nullopt;
    step.mul *= mul;
    step.add = step.add * mul + add;
    if (!std::isfinite(step.mul) || !std::isfinite(step.add))
      return std::nullopt;
  }
  return result;
}

std::optional<InputSteps> Pick(const InputSteps& steps,
                               const std::vector<int64_t>& indices) {
  InputSteps result = steps;
  result.channels.clear();
  if (indices.size() > kMaxStepChannels) return std::nullopt;
  const auto count = static_cast<int64_t>(steps.channels.size());
  for (const int64_t index : indices) {
    const int64_t at = index < 0 ? index + count : index;
    if (at < 0 || at >= count) return std::nullopt;
    result.channels.push_back(steps.channels[static_cast<size_t>(at)]);
  }
  return result;
}

}  // namespace camglass
