// Walks an HDF5 file in memory and sends its floating-point datasets, by means
// of libhdf5. Runs in the isolated child only: libhdf5 is not trusted with
// hostile files.
//
// For each dataset one record, all numbers little-endian:
//   u32 length of the name, u32 number of dimensions, u64 each dimension,
//   the name, then the values as f32.
// After the last record, a record whose name has length 0: the walk is whole.
// A record whose length is kHdf5Refusal carries, in place of the dimensions'
// count, the length of a sentence that says why the file is refused.
#ifndef CAMGLASS_WEIGHTS_KERAS_HDF5_WALK_H_
#define CAMGLASS_WEIGHTS_KERAS_HDF5_WALK_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "weights/keras/isolated_child.h"

namespace camglass {

inline constexpr uint32_t kHdf5Refusal = 0xffffffff;

// Datasets in order of their full names, chunked ones too, and such as are
// packed by deflate, shuffle and Fletcher's checksum. Links to other files,
// soft links, other filters, external and virtual storage are refused, and so
// is a dataset that holds more values than the file has bytes; datasets that
// hold no floating-point numbers are left out. Returns whether records could be
// sent.
bool SendHdf5Datasets(std::span<const std::byte> file,
                      const ChildOutput& output);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_KERAS_HDF5_WALK_H_
