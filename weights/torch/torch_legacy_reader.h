// PyTorch checkpoints in the container of torch < 1.6: a stream of five pickles
// (a magic number, the version, facts on the system, the object, the keys of
// its storages) and then, for each key, a count and the numbers.
#ifndef CAMGLASS_WEIGHTS_TORCH_TORCH_LEGACY_READER_H_
#define CAMGLASS_WEIGHTS_TORCH_TORCH_LEGACY_READER_H_

#include <span>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

// Whether this starts with the pickled magic number, in any protocol.
bool LooksLikeTorchLegacy(std::span<const std::byte> file);

// The same tensors and names as ReadTorchZip gives of the same object. The
// count before a storage's numbers must be the one that the pickle gives for
// its key; each key comes once, and none is missing. No code is run.
StatusOr<Checkpoint> ReadTorchLegacy(const FileBytes& file);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_TORCH_LEGACY_READER_H_
