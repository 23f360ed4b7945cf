#include "weights/checkpoint.h"

#include <cstdint>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/checked_math.h"
#include "weights/limits.h"

namespace camglass {

size_t CheckpointTensor::size() const {
  const auto count = CheckedElementCount(shape);
  CAMGLASS_CHECK(count.has_value());
  return *count;
}

const char* CheckpointFormatName(CheckpointFormat format) {
  switch (format) {
    case CheckpointFormat::kTorchZip:
      return "torch";
    case CheckpointFormat::kTorchLegacy:
      return "torch-legacy";
    case CheckpointFormat::kSafetensors:
      return "safetensors";
    case CheckpointFormat::kCaffe:
      return "caffe";
    case CheckpointFormat::kKerasHdf5:
      return "keras-h5";
    case CheckpointFormat::kNpz:
      return "npz";
    case CheckpointFormat::kOnnx:
      return "onnx";
  }
  CAMGLASS_CHECK(false);
}

std::string ShapeText(std::span<const size_t> shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  return text + "]";
}

CheckpointBudget::CheckpointBudget(size_t file_bytes)
    : elements_left_(file_bytes + limits::kExtraElements) {}

StatusOr<size_t> CheckpointBudget::Admit(const std::string& name,
                                         std::span<const size_t> shape) {
  if (seen_.size() >= limits::kMaxTensors)
    return InvalidInput("the file has more than " +
                        std::to_string(limits::kMaxTensors) + " tensors");
  if (name.size() > limits::kMaxTensorNameBytes)
    return InvalidInput("a tensor's name has " + std::to_string(name.size()) +
                        " bytes, more than " +
                        std::to_string(limits::kMaxTensorNameBytes));
  if (!seen_.insert(name).second)
    return InvalidInput("the tensor '" + name + "' is in the file twice");
  if (shape.size() > limits::kMaxTensorDims)
    return InvalidInput(
        "the tensor '" + name + "' has " + std::to_string(shape.size()) +
        " dimensions, more than " + std::to_string(limits::kMaxTensorDims));
  const auto count = CheckedElementCount(shape);
  if (!count || *count > limits::kMaxTensorElements)
    return InvalidInput("the tensor '" + name + "' of shape " +
                        ShapeText(shape) + " is too large");
  if (*count > elements_left_)
    return InvalidInput("the tensors up to '" + name +
                        "' hold more values than the file has bytes");
  elements_left_ -= *count;
  return *count;
}

CheckpointTensor TensorFromBytes(std::string name, std::vector<size_t> shape,
                                 ElementType type, const std::byte* source,
                                 const std::shared_ptr<const void>& owner) {
  const auto address = reinterpret_cast<uintptr_t>(source);
  if (type == ElementType::kF32 && address % alignof(float) == 0)
    return {std::move(name), std::move(shape), type,
            reinterpret_cast<const float*>(source), owner};
  const auto count = CheckedElementCount(shape);
  CAMGLASS_CHECK(count.has_value());
  std::vector<float> values(*count);
  LoadElements(source, type, *count, values.data());
  return TensorFromValues(std::move(name), std::move(shape), type,
                          std::move(values));
}

CheckpointTensor TensorFromValues(std::string name, std::vector<size_t> shape,
                                  ElementType stored_as,
                                  std::vector<float> values) {
  const auto count = CheckedElementCount(shape);
  CAMGLASS_CHECK(count.has_value() && *count == values.size());
  auto owner = std::make_shared<const std::vector<float>>(std::move(values));
  return {std::move(name), std::move(shape), stored_as, owner->data(), owner};
}

}  // namespace camglass
