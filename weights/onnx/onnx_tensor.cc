#include "weights/onnx/onnx_tensor.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

#include "engine/base/checked_math.h"
#include "weights/limits.h"
#include "weights/onnx/onnx_model.pb.h"

namespace camglass {
namespace {

using Chunks = google::protobuf::RepeatedPtrField<std::string>;

// TensorProto.DataType.
enum DataType {
  kFloat = 1,
  kUint8 = 2,
  kInt8 = 3,
  kInt16 = 5,
  kInt32 = 6,
  kInt64 = 7,
  kBool = 9,
  kFloat16 = 10,
  kDouble = 11,
  kBfloat16 = 16,
};
constexpr int kExternal = 1;  // TensorProto.DataLocation

// Nothing for types that no network's numbers have.
std::optional<ElementType> TypeOf(int data_type) {
  switch (data_type) {
    case kFloat:
      return ElementType::kF32;
    case kUint8:
      return ElementType::kU8;
    case kInt8:
      return ElementType::kI8;
    case kInt16:
      return ElementType::kI16;
    case kInt32:
      return ElementType::kI32;
    case kInt64:
      return ElementType::kI64;
    case kBool:
      return ElementType::kBool;
    case kFloat16:
      return ElementType::kF16;
    case kDouble:
      return ElementType::kF64;
    case kBfloat16:
      return ElementType::kBF16;
    default:
      return std::nullopt;
  }
}

StatusOr<std::vector<size_t>> ShapeOf(const std::string& name,
                                      const onnx::Tensor& tensor) {
  std::vector<size_t> shape;
  if (static_cast<size_t>(tensor.dims_size()) > limits::kMaxTensorDims)
    return InvalidInput(
        "the tensor '" + name + "' has " + std::to_string(tensor.dims_size()) +
        " dimensions, more than " + std::to_string(limits::kMaxTensorDims));
  for (const int64_t side : tensor.dims()) {
    if (side < 0)
      return InvalidInput("the tensor '" + name + "' has a negative side");
    shape.push_back(static_cast<size_t>(side));
  }
  return shape;
}

Status WrongSize(const std::string& name, const std::vector<size_t>& shape,
                 ElementType type, size_t bytes) {
  return InvalidInput("the tensor '" + name + "' has " + std::to_string(bytes) +
                      " bytes of values, other than its shape " +
                      ShapeText(shape) + " of " + ElementTypeName(type) +
                      " asks for; get the file again");
}

size_t SizeOf(const Chunks& chunks) {
  size_t size = 0;
  for (const std::string& chunk : chunks) size += chunk.size();
  return size;
}

std::vector<std::byte> Joined(const Chunks& chunks) {
  std::vector<std::byte> bytes(SizeOf(chunks));
  size_t at = 0;
  for (const std::string& chunk : chunks) {
    if (!chunk.empty()) std::memcpy(&bytes[at], chunk.data(), chunk.size());
    at += chunk.size();
  }
  return bytes;
}

// Packed varints, each cut to `width` bytes: every narrow type is stored so.
// Nothing where the last one is cut off or one is too long.
std::optional<std::vector<std::byte>> FromVarints(const Chunks& chunks,
                                                  size_t width) {
  size_t count = 0;
  for (const std::string& chunk : chunks)
    count += static_cast<size_t>(std::count_if(
        chunk.begin(), chunk.end(), [](char c) { return (c & 0x80) == 0; }));
  std::vector<std::byte> out;
  out.reserve(count * width);
  for (const std::string& chunk : chunks) {
    uint64_t value = 0;
    unsigned shift = 0;
    for (const char c : chunk) {
      constexpr unsigned kBitsOf64 = 64;
      if (shift >= kBitsOf64) return std::nullopt;
      value |= static_cast<uint64_t>(c & 0x7f) << shift;
      shift += 7;
      if ((c & 0x80) != 0) continue;
      const auto bytes = std::as_bytes(std::span(&value, 1));
      out.insert(out.end(), bytes.begin(),
                 bytes.begin() + static_cast<ptrdiff_t>(width));
      value = 0;
      shift = 0;
    }
    if (shift != 0) return std::nullopt;
  }
  return out;
}

StatusOr<ExternalRange> RangeOf(const std::string& name,
                                const onnx::Tensor& tensor) {
  ExternalRange range;
  const auto number = [](const std::string& text, uint64_t* out) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, *out);
    return error == std::errc() && stop == end && !text.empty();
  };
  for (const onnx::TextPair& pair : tensor.external_data()) {
    uint64_t length = 0;
    bool good = true;
    if (pair.key() == "location") range.location = pair.value();
    if (pair.key() == "offset") good = number(pair.value(), &range.offset);
    if (pair.key() == "length") {
      good = number(pair.value(), &length);
      range.length = length;
    }
    if (!good)
      return InvalidInput("the tensor '" + name + "' lies at '" +
                          pair.value().substr(0, 40) +
                          "' of another file, which is not a number of bytes");
  }
  return range;
}

}  // namespace

OnnxTensors::OnnxTensors(size_t file_bytes, std::shared_ptr<const void> model,
                         const ReadOptions& options, Checkpoint* checkpoint)
    : budget_(file_bytes),
      model_(std::move(model)),
      external_(options),
      checkpoint_(checkpoint) {}

OnnxConstant OnnxTensors::Keep(CheckpointTensor tensor) {
  OnnxConstant constant;
  const bool whole = tensor.stored_as == ElementType::kI64 ||
                     tensor.stored_as == ElementType::kI32;
  // Larger ones mean "to the end", and are not exact as floats.
  constexpr float kLargest = 0x1p24f;
  const size_t count = tensor.size();
  if (whole && count <= limits::kMaxOnnxShapeInts)
    for (size_t i = 0; i < count; ++i)
      constant.ints.push_back(static_cast<int64_t>(
          std::clamp(tensor.data[i], -kLargest, kLargest)));
  if (!constant.ints.empty()) constant.shape = tensor.shape;
  constant.tensor = checkpoint_->tensors.size();
  checkpoint_->tensors.push_back(std::move(tensor));
  return constant;
}

StatusOr<FileBytes> OnnxTensors::ExternalBytes(const std::string& name,
                                               const onnx::Tensor& tensor,
                                               size_t size) {
  CAMGLASS_ASSIGN_OR_RETURN(ExternalRange range, RangeOf(name, tensor));
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes file,
                            external_.Open(range.location));
  if (!range.length) range.length = size;
  CAMGLASS_ASSIGN_OR_RETURN(const auto bytes, ExternalData::Slice(file, range));
  return FileBytes{bytes, file.owner};
}

StatusOr<FileBytes> OnnxTensors::BytesOf(const std::string& name,
                                         const onnx::Tensor& tensor,
                                         ElementType type, size_t count) {
  if (tensor.data_location() == kExternal)
    return ExternalBytes(name, tensor, count * ElementBytes(type));
  if (tensor.has_raw_data())
    return FileBytes{std::as_bytes(std::span(tensor.raw_data())), model_};
  if (type == ElementType::kF32 && tensor.float_data_size() == 1)
    return FileBytes{std::as_bytes(std::span(tensor.float_data(0))), model_};
  std::optional<std::vector<std::byte>> bytes;
  if (type == ElementType::kF32)
    bytes = Joined(tensor.float_data());
  else if (type == ElementType::kF64)
    bytes = Joined(tensor.double_data());
  else if (type == ElementType::kI64)
    bytes = FromVarints(tensor.int64_data(), sizeof(int64_t));
  else
    bytes = FromVarints(tensor.int32_data(), ElementBytes(type));
  if (bytes) return FromVector(*std::move(bytes));
  return InvalidInput("the numbers of the tensor '" + name +
                      "' are damaged; get the file again");
}

StatusOr<OnnxConstant> OnnxTensors::Add(const std::string& name,
                                        const onnx::Tensor& tensor) {
  const std::optional<ElementType> type = TypeOf(tensor.data_type());
  if (!type) return OnnxConstant();
  CAMGLASS_ASSIGN_OR_RETURN(std::vector<size_t> shape, ShapeOf(name, tensor));
  // What lies beside the model counts as part of it.
  if (tensor.data_location() == kExternal) {
    CAMGLASS_ASSIGN_OR_RETURN(const ExternalRange range, RangeOf(name, tensor));
    const bool is_new = !external_.IsOpen(range.location);
    CAMGLASS_ASSIGN_OR_RETURN(const FileBytes file,
                              external_.Open(range.location));
    if (is_new) budget_.Extend(file.bytes.size());
  }
  CAMGLASS_ASSIGN_OR_RETURN(const size_t count, budget_.Admit(name, shape));
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes values,
                            BytesOf(name, tensor, *type, count));
  if (values.bytes.size() != count * ElementBytes(*type))
    return WrongSize(name, shape, *type, values.bytes.size());
  return Keep(TensorFromBytes(name, std::move(shape), *type,
                              values.bytes.data(), values.owner));
}

StatusOr<OnnxConstant> OnnxTensors::AddFloats(const std::string& name,
                                              std::vector<size_t> shape,
                                              std::vector<float> values) {
  CAMGLASS_RETURN_IF_ERROR(budget_.Admit(name, shape).status());
  return Keep(TensorFromValues(name, std::move(shape), ElementType::kF32,
                               std::move(values)));
}

}  // namespace camglass
