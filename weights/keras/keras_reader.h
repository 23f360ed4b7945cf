// Keras weights in HDF5 files: weights files, and the weights of whole models.
#ifndef CAMGLASS_WEIGHTS_KERAS_KERAS_READER_H_
#define CAMGLASS_WEIGHTS_KERAS_KERAS_READER_H_

#include <span>

#include "engine/status.h"
#include "weights/checkpoint.h"
#include "weights/file_bytes.h"

namespace camglass {

bool LooksLikeHdf5(std::span<const std::byte> file);

// Floating-point datasets under their full names, "Conv1/Conv1/kernel:0", in
// alphabetical order, axes as Keras has them. A model's configuration is never
// looked at; of a whole model's file only what lies in "model_weights" is
// taken, without that prefix.
StatusOr<Checkpoint> ReadKerasHdf5(const FileBytes& file);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_KERAS_KERAS_READER_H_
