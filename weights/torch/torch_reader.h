// PyTorch checkpoints in the zip container (torch >= 1.6).
#ifndef CAMGLASS_WEIGHTS_TORCH_TORCH_READER_H_
#define CAMGLASS_WEIGHTS_TORCH_TORCH_READER_H_

#include <span>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

// Whether this is a zip file with a data.pkl.
bool LooksLikeTorchZip(std::span<const std::byte> file);

// All tensors in dicts, lists and tuples of the pickle. A nested tensor is
// named by its path, joined with dots: "state_dict.module.conv1.weight".
// Storages may be shared, offset and strided, as long as every element lies in
// its storage and the storage in the archive. No code is run.
StatusOr<Checkpoint> ReadTorchZip(const FileBytes& file);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_TORCH_READER_H_
