// The tensors that a torch pickle describes, whatever container its storages
// come in.
#ifndef CAMGLASS_WEIGHTS_TORCH_TENSOR_COLLECTOR_H_
#define CAMGLASS_WEIGHTS_TORCH_TENSOR_COLLECTOR_H_

#include <functional>
#include <span>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/checkpoint.h"
#include "weights/torch/pickle_machine.h"

namespace camglass {

// The bytes of a storage, within the file: as many as its elements need, or an
// error.
using StorageFinder =
    std::function<StatusOr<std::span<const std::byte>>(const PickleStorage&)>;

// All tensors in dicts, lists and tuples, in the pickle's order. A nested
// tensor is named by its path, joined with dots:
// "state_dict.module.conv1.weight". A note names the classes whose values were
// ignored.
StatusOr<Checkpoint> CollectTensors(const Pickle& pickle,
                                    CheckpointFormat format,
                                    const FileBytes& file,
                                    const StorageFinder& find);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_TENSOR_COLLECTOR_H_
