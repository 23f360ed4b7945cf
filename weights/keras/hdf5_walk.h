// Walks an HDF5 file in memory and sends its floating-point datasets, by means
// of libhdf5, as records (hdf5_records.h). Runs in the isolated child only:
// libhdf5 is not trusted with hostile files.
#ifndef CAMGLASS_WEIGHTS_KERAS_HDF5_WALK_H_
#define CAMGLASS_WEIGHTS_KERAS_HDF5_WALK_H_

#include <cstddef>
#include <span>

#include "weights/keras/isolated_child.h"

namespace camglass {

// What the walk of a file of so many bytes may take of the machine.
ChildLimits Hdf5WalkLimits(size_t file_bytes);

// The root's attribute "model_config" where there is one, a text of at most
// limits::kMaxKerasConfigBytes. Datasets in order of their full names, chunked
// ones too, and such as are packed by deflate, shuffle and Fletcher's checksum.
// Links to other files, soft links, other filters, external and virtual storage
// are refused, and so is a dataset that holds more values than the file has
// bytes; datasets that hold no floating-point numbers are left out. Returns
// whether records could be sent.
bool SendHdf5Datasets(std::span<const std::byte> file,
                      const ChildOutput& output);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_KERAS_HDF5_WALK_H_
