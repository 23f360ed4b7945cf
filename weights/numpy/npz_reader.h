// Weights in NumPy's .npz archives: one array a tensor, under its key.
#ifndef CAMGLASS_WEIGHTS_NUMPY_NPZ_READER_H_
#define CAMGLASS_WEIGHTS_NUMPY_NPZ_READER_H_

#include <span>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

// Whether this is a zip file whose first entry is an .npy array.
bool LooksLikeNpz(std::span<const std::byte> file);

// The arrays in alphabetical order, names without ".npy"; values of another
// type become f32. Together they unpack to at most kMaxNpzGrowth times the
// file's size.
StatusOr<Checkpoint> ReadNpzCheckpoint(const FileBytes& file);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_NUMPY_NPZ_READER_H_
