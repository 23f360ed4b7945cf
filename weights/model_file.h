// Our model file: safetensors with torchvision's key names and OIHW layout,
// and "camglass.*" metadata. FORMAT.md describes it for other programs.
#ifndef CAMGLASS_WEIGHTS_MODEL_FILE_H_
#define CAMGLASS_WEIGHTS_MODEL_FILE_H_

#include <string>
#include <vector>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"
#include "weights/model_info.h"
#include "weights/safetensors/safetensors_writer.h"

namespace camglass {

enum class ModelStorage {
  kF32,
  // Weights of two and more axes as f16, half the size; biases and batch
  // norm's vectors stay f32, as do weights too large for f16.
  kF16,
};

struct Model {
  ModelInfo info;
  std::vector<CheckpointTensor> tensors;  // the keys of the network
};

// The same model and storage give the same bytes.
Status EncodeModel(const Model& model, ModelStorage storage,
                   const ByteSink& sink);

// Refuses an existing file unless `overwrite`. On failure nothing is left
// behind. Errors don't name the path.
Status WriteModelFile(const Model& model, ModelStorage storage,
                      const std::string& path, bool overwrite);

// The model in the bytes of a file. Tensors stored as f32 are views of `file`,
// others are widened. Metadata and offsets are checked; whether the tensors are
// those of the network is BindParams's concern.
StatusOr<Model> DecodeModel(const FileBytes& file);

// The same of a file, mapped. Errors name the path.
StatusOr<Model> ReadModelFile(const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_MODEL_FILE_H_
