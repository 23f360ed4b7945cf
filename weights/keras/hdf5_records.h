// The isolated child's messages about an HDF5 file, as the parent reads them.
//
// First, where the file has one, the text of the root's attribute
// "model_config": u32 kHdf5Config, u32 its length, its bytes.
//
// For each dataset one record, all numbers little-endian:
//   u32 length of the name, u32 number of dimensions, u64 each dimension,
//   the name, then the values as f32.
// After the last record two zeros, and nothing more: the walk is whole. A
// length of kHdf5Refusal ends the records as well: in place of the dimensions'
// count comes the length of a sentence that says why the file is refused.
#ifndef CAMGLASS_WEIGHTS_KERAS_HDF5_RECORDS_H_
#define CAMGLASS_WEIGHTS_KERAS_HDF5_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

inline constexpr uint32_t kHdf5Refusal = 0xffffffff;
inline constexpr uint32_t kHdf5Config = 0xfffffffe;

struct Hdf5Content {
  std::string config;  // empty: none
  std::vector<CheckpointTensor> tensors;
};

// The datasets of a file of `file_bytes`, with memory of their own. The child
// may have been taken over by that file, so its records are checked as if they
// were one. A refusal's sentence becomes the error.
StatusOr<Hdf5Content> ReadHdf5Records(std::span<const std::byte> records,
                                      size_t file_bytes);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_KERAS_HDF5_RECORDS_H_
