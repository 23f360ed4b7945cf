#include "weights/keras/keras_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "weights/byte_reader.h"
#include "weights/keras/hdf5_records.h"
#include "weights/keras/hdf5_walk.h"
#include "weights/keras/isolated_child.h"

namespace camglass {
namespace {

constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
constexpr std::string_view kModelWeights = "model_weights/";

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
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<std::byte> records,
                            RunIsolated(Hdf5WalkLimits(file.bytes.size()),
                                        [&](const ChildOutput& out) {
                                          return SendHdf5Datasets(file.bytes,
                                                                  out);
                                        }));
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kKerasHdf5;
  CAMGLASS_ASSIGN_OR_RETURN(checkpoint.tensors,
                            ReadHdf5Records(records, file.bytes.size()));
  CAMGLASS_RETURN_IF_ERROR(RefuseNumberedWeights(checkpoint));
  KeepModelWeights(&checkpoint);
  return checkpoint;
}

}  // namespace camglass
