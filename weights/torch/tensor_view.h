// Tensors as torch pickles describe them: a view of a storage.
#ifndef CAMGLASS_WEIGHTS_TORCH_TENSOR_VIEW_H_
#define CAMGLASS_WEIGHTS_TORCH_TENSOR_VIEW_H_

#include <memory>
#include <span>
#include <string>

#include "engine/base/status.h"
#include "weights/checkpoint.h"
#include "weights/torch/pickle_value.h"

namespace camglass {

// The tensor `name` that views a storage whose bytes are `storage`; alive as
// long as `owner`. Fails where an element lies outside the bytes.
StatusOr<CheckpointTensor> ViewStorage(const std::string& name,
                                       const PickleTensor& view,
                                       ElementType element,
                                       std::span<const std::byte> storage,
                                       const std::shared_ptr<const void>& owner,
                                       CheckpointBudget* budget);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_TENSOR_VIEW_H_
