// Keras weights: in HDF5 files, of weights alone or of whole models, and in the
// zip archives that Keras 3 makes of models (.keras).
#ifndef CAMGLASS_WEIGHTS_KERAS_KERAS_READER_H_
#define CAMGLASS_WEIGHTS_KERAS_KERAS_READER_H_

#include <span>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

bool LooksLikeHdf5(std::span<const std::byte> file);

// Floating-point datasets under their full names, "Conv1/Conv1/kernel:0", in
// alphabetical order, axes as Keras has them. Of a whole model's file only what
// lies in "model_weights" is taken, without that prefix, and its configuration
// as text (keras_config.h). A weights file of Keras 3 has groups numbered by
// the layers' classes, "layers/conv2d_3/vars/0".
StatusOr<Checkpoint> ReadKerasHdf5(const FileBytes& file);

// Whether a zip file has the entries of a Keras archive.
bool LooksLikeKerasArchive(std::span<const std::byte> file);

// The same of an archive's "model.weights.h5", with the layers' own names from
// its "config.json".
StatusOr<Checkpoint> ReadKerasArchive(const FileBytes& file);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_KERAS_KERAS_READER_H_
