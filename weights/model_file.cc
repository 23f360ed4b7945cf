#include "weights/model_file.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/atomic_writer.h"
#include "engine/base/within_memory.h"
#include "weights/safetensors/safetensors_reader.h"

namespace camglass {
namespace {

bool FitsF16(const CheckpointTensor& tensor) {
  return std::all_of(tensor.data, tensor.data + tensor.size(), [](float value) {
    return std::abs(value) <= kLargestF16;
  });
}

ElementType TypeFor(const CheckpointTensor& tensor, ModelStorage storage) {
  const bool half = storage == ModelStorage::kF16 && tensor.shape.size() >= 2 &&
                    FitsF16(tensor);
  return half ? ElementType::kF16 : ElementType::kF32;
}

}  // namespace

Status EncodeModel(const Model& model, ModelStorage storage,
                   const ByteSink& sink) {
  std::vector<TensorToWrite> tensors;
  for (const CheckpointTensor& tensor : model.tensors)
    tensors.push_back(
        {tensor.name, tensor.shape, TypeFor(tensor, storage), tensor.data});
  return WriteSafetensors(tensors, ToMetadata(model.info), sink);
}

Status WriteModelFile(const Model& model, ModelStorage storage,
                      const std::string& path, bool overwrite) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<AtomicWriter> writer,
                            AtomicWriter::Start(path, overwrite));
  CAMGLASS_RETURN_IF_ERROR(EncodeModel(
      model, storage,
      [&](std::span<const std::byte> bytes) { return writer->Write(bytes); }));
  return writer->Commit();
}

namespace {

StatusOr<Model> Decode(const FileBytes& file) {
  if (!LooksLikeSafetensors(file.bytes))
    return InvalidInput(
        "this is not a model file; make one of a checkpoint with camtool "
        "convert");
  CAMGLASS_ASSIGN_OR_RETURN(Checkpoint checkpoint, ReadSafetensors(file));
  Model model;
  CAMGLASS_ASSIGN_OR_RETURN(model.info, FromMetadata(checkpoint.metadata));
  model.tensors = std::move(checkpoint.tensors);
  return model;
}

}  // namespace

StatusOr<Model> DecodeModel(const FileBytes& file) {
  return WithinMemory("read this file", [&] { return Decode(file); });
}

StatusOr<Model> ReadModelFile(const std::string& path) {
  const StatusOr<FileBytes> file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  StatusOr<Model> model = DecodeModel(*file);
  if (!model.ok()) return model.status().WithContext(path);
  return model;
}

}  // namespace camglass
