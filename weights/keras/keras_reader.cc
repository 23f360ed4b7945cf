#include "weights/keras/keras_reader.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "weights/byte_reader.h"
#include "weights/keras/hdf5_records.h"
#include "weights/keras/hdf5_walk.h"
#include "weights/keras/isolated_child.h"
#include "weights/keras/keras_config.h"
#include "weights/torch/zip_archive.h"

namespace camglass {
namespace {

constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
constexpr std::string_view kModelWeights = "model_weights/";
constexpr std::string_view kArchiveWeights = "model.weights.h5";
constexpr std::string_view kArchiveConfig = "config.json";

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
      "the file is a whole Keras model; its weights and configuration were "
      "read, nothing in it was run");
}

// What Keras 3 keeps beside the layers' weights.
void DropOptimizer(Checkpoint* checkpoint) {
  std::erase_if(checkpoint->tensors, [](const CheckpointTensor& tensor) {
    return tensor.name.starts_with("optimizer/");
  });
}

// "GROUP/vars/1" -> "LAYER/vars/1".
void NameByLayers(const std::map<std::string, std::string>& layers,
                  Checkpoint* checkpoint) {
  for (CheckpointTensor& tensor : checkpoint->tensors) {
    const size_t end = tensor.name.rfind("/vars/");
    if (end == std::string::npos) continue;
    const auto found = layers.find(tensor.name.substr(0, end));
    if (found == layers.end() || found->second.empty()) continue;
    tensor.name.replace(0, end, found->second);
  }
}

StatusOr<Checkpoint> ReadHdf5(const FileBytes& file) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<std::byte> records,
                            RunIsolated(Hdf5WalkLimits(file.bytes.size()),
                                        [&](const ChildOutput& out) {
                                          return SendHdf5Datasets(file.bytes,
                                                                  out);
                                        }));
  CAMGLASS_ASSIGN_OR_RETURN(Hdf5Content content,
                            ReadHdf5Records(records, file.bytes.size()));
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kKerasHdf5;
  checkpoint.tensors = std::move(content.tensors);
  checkpoint.keras_config = std::move(content.config);
  DropOptimizer(&checkpoint);
  return checkpoint;
}

}  // namespace

bool LooksLikeHdf5(std::span<const std::byte> file) {
  return AsText(file).starts_with(kSignature);
}

StatusOr<Checkpoint> ReadKerasHdf5(const FileBytes& file) {
  CAMGLASS_ASSIGN_OR_RETURN(Checkpoint checkpoint, ReadHdf5(file));
  KeepModelWeights(&checkpoint);
  return checkpoint;
}

bool LooksLikeKerasArchive(std::span<const std::byte> file) {
  if (!LooksLikeZip(file)) return false;
  const std::string_view text = AsText(file);
  return text.find(kArchiveWeights) != std::string_view::npos &&
         text.find(kArchiveConfig) != std::string_view::npos;
}

StatusOr<Checkpoint> ReadKerasArchive(const FileBytes& file) {
  CAMGLASS_ASSIGN_OR_RETURN(const ZipArchive archive,
                            ReadStoredZip(file.bytes));
  const auto weights = archive.find(std::string(kArchiveWeights));
  const auto config = archive.find(std::string(kArchiveConfig));
  if (weights == archive.end() || config == archive.end())
    return InvalidInput("the Keras archive lacks " +
                        std::string(weights == archive.end() ? kArchiveWeights
                                                             : kArchiveConfig) +
                        "; save the model again with model.save('NAME.keras')");
  FileBytes inner = file;  // of the same owner
  inner.bytes = weights->second.bytes;
  CAMGLASS_ASSIGN_OR_RETURN(Checkpoint checkpoint, ReadHdf5(inner));
  checkpoint.keras_config = std::string(AsText(config->second.bytes));
  CAMGLASS_ASSIGN_OR_RETURN(const KerasConfig facts,
                            ReadKerasConfig(checkpoint.keras_config));
  NameByLayers(facts.names_in_weights, &checkpoint);
  return checkpoint;
}

}  // namespace camglass
