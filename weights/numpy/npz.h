// NumPy's .npz archives: zip files of .npy arrays, stored or deflated.
#ifndef CAMGLASS_WEIGHTS_NUMPY_NPZ_H_
#define CAMGLASS_WEIGHTS_NUMPY_NPZ_H_

#include <map>
#include <span>
#include <string>

#include "engine/base/status.h"
#include "weights/limits.h"
#include "weights/numpy/npy.h"

namespace camglass {

// Arrays by name, without ".npy".
using NpzArchive = std::map<std::string, NpyArray>;

// Reads the archive by libzip. All arrays together, with their headers, hold at
// most `most` bytes and at most limits::kMaxNpyBytes, whatever the archive says
// of their sizes.
StatusOr<NpzArchive> ReadNpz(std::span<const std::byte> bytes,
                             uint64_t most = limits::kMaxNpyBytes);

// The same of a file; errors name it.
StatusOr<NpzArchive> ReadNpzFile(const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_NUMPY_NPZ_H_
