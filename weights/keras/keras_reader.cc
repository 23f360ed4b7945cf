#include "weights/keras/keras_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "weights/byte_reader.h"
#include "weights/keras/hdf5_walk.h"
#include "weights/keras/isolated_child.h"
#include "weights/limits.h"

namespace camglass {
namespace {

constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
constexpr std::string_view kModelWeights = "model_weights/";

// The child may have been taken over by the file: what it sends is checked as
// if it came from the file itself.
class RecordReader {
 public:
  RecordReader(std::span<const std::byte> records, size_t file_bytes)
      : reader_(records), budget_(file_bytes) {}

  StatusOr<std::vector<CheckpointTensor>> ReadAll() {
    std::vector<CheckpointTensor> tensors;
    while (true) {
      uint32_t name_bytes = 0;
      uint32_t rank = 0;
      if (!reader_.Read(&name_bytes) || !reader_.Read(&rank))
        return Incomplete();
      if (name_bytes == kHdf5Refusal) return Refusal(rank);
      if (name_bytes == 0) return tensors;
      CAMGLASS_ASSIGN_OR_RETURN(CheckpointTensor tensor,
                                ReadTensor(name_bytes, rank));
      tensors.push_back(std::move(tensor));
    }
  }

 private:
  static Status Incomplete() {
    return InvalidInput("its reader stopped half way; get the file again");
  }

  Status Refusal(size_t length) {
    std::string_view why;
    if (!reader_.TakeText(length, &why)) return Incomplete();
    return InvalidInput(std::string(why));
  }

  StatusOr<CheckpointTensor> ReadTensor(uint32_t name_bytes, uint32_t rank) {
    if (rank > limits::kMaxTensorDims) return Incomplete();
    std::vector<size_t> shape(rank);
    for (size_t& side : shape) {
      uint64_t value = 0;
      if (!reader_.Read(&value)) return Incomplete();
      side = value;
    }
    std::string_view name;
    if (!reader_.TakeText(name_bytes, &name)) return Incomplete();
    CAMGLASS_ASSIGN_OR_RETURN(const size_t count,
                              budget_.Admit(std::string(name), shape));
    std::span<const std::byte> data;
    if (!reader_.Take(count * sizeof(float), &data)) return Incomplete();
    std::vector<float> values(count);
    LoadElements(data.data(), ElementType::kF32, count, values.data());
    return TensorFromValues(std::string(name), std::move(shape),
                            ElementType::kF32, std::move(values));
  }

  ByteReader reader_;
  CheckpointBudget budget_;
};

// Leaves a whole model's weights, dropping those of its optimizer.
void KeepModelWeights(Checkpoint* checkpoint) {
  const auto in_model = [](const CheckpointTensor& tensor) {
    return tensor.name.starts_with(kModelWeights);
  };
  auto& tensors = checkpoint->tensors;
  if (std::none_of(tensors.begin(), tensors.end(), in_model)) return;
  std::erase_if(tensors, [&](const auto& tensor) { return !in_model(tensor); });
  for (CheckpointTensor& tensor : tensors)
    tensor.name.erase(0, kModelWeights.size());
  checkpoint->notes.emplace_back(
      "the file is a whole Keras model; only its weights were read");
}

// Keras 3 numbers a layer's weights and names the layer by its class.
Status RefuseNumberedWeights(const Checkpoint& checkpoint) {
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    if (tensor.name.find("/vars/") != std::string::npos)
      return InvalidInput(
          "this is a weights file of Keras 3 (.weights.h5), which has no names "
          "of layers; save the whole model with model.save('NAME.h5') and "
          "convert that");
  return Status();
}

}  // namespace

bool LooksLikeHdf5(std::span<const std::byte> file) {
  return AsText(file).starts_with(kSignature);
}

StatusOr<Checkpoint> ReadKerasHdf5(const FileBytes& file) {
  ChildLimits bounds;
  bounds.seconds = limits::kHdf5Seconds;
  // libhdf5's copy of the file, one dataset as f32, and its own needs.
  bounds.extra_bytes = 3 * file.bytes.size() + limits::kHdf5ExtraBytes;
  // f16 doubles on its way to f32; names and shapes come on top.
  bounds.output_bytes = 3 * file.bytes.size() + limits::kExtraElements;
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<std::byte> records,
                            RunIsolated(bounds, [&](const ChildOutput& out) {
                              return SendHdf5Datasets(file.bytes, out);
                            }));
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kKerasHdf5;
  CAMGLASS_ASSIGN_OR_RETURN(checkpoint.tensors,
                            RecordReader(records, file.bytes.size()).ReadAll());
  CAMGLASS_RETURN_IF_ERROR(RefuseNumberedWeights(checkpoint));
  KeepModelWeights(&checkpoint);
  return checkpoint;
}

}  // namespace camglass
