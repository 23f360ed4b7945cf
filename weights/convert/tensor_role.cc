#include "weights/convert/tensor_role.h"

#include <array>
#include <utility>

#include "engine/base/check.h"
#include "weights/convert/spellings.h"

namespace camglass {
namespace {

// Copies a tensor of up to four axes into the order `axes` of its own axes.
std::vector<float> Transposed(const CheckpointTensor& tensor,
                              const std::vector<size_t>& axes) {
  const size_t rank = tensor.shape.size();
  CAMGLASS_CHECK(axes.size() == rank);
  std::vector<size_t> stride(rank, 1);
  for (size_t d = rank; d-- > 1;) stride[d - 1] = stride[d] * tensor.shape[d];
  std::vector<float> values(tensor.size());
  std::vector<size_t> index(rank, 0);
  size_t from = 0;
  for (float& value : values) {
    value = tensor.data[from];
    for (size_t d = rank; d-- > 0;) {
      const size_t axis = axes[d];
      from += stride[axis];
      if (++index[d] < tensor.shape[axis]) break;
      from -= stride[axis] * tensor.shape[axis];
      index[d] = 0;
    }
  }
  return values;
}

std::vector<size_t> AxesOf(AxisOrder order) {
  switch (order) {
    case AxisOrder::kHwio:
      return {3, 2, 0, 1};
    case AxisOrder::kHwcm:
      return {2, 3, 0, 1};
    case AxisOrder::kInOut:
      return {1, 0};
    case AxisOrder::kAsIs:
      break;
  }
  CAMGLASS_CHECK(false);
}

}  // namespace

Spelling SpellAs(const Checkpoint& checkpoint, const Network& network,
                 const std::vector<std::string>& wanted) {
  switch (checkpoint.format) {
    case CheckpointFormat::kCaffe:
      return SpellAsCaffe(checkpoint, network);
    case CheckpointFormat::kKerasHdf5:
      return SpellAsKeras(checkpoint, network);
    case CheckpointFormat::kTorchZip:
    case CheckpointFormat::kTorchLegacy:
    case CheckpointFormat::kSafetensors:
    case CheckpointFormat::kNpz:
    case CheckpointFormat::kOnnx:  // named by graph_match.h
      return SpellAsTorch(checkpoint, network, wanted);
  }
  CAMGLASS_CHECK(false);
}

CheckpointTensor Arrange(const Checkpoint& checkpoint, const TensorRole& role) {
  CheckpointTensor tensor = checkpoint.tensors[role.index];
  if (role.order == AxisOrder::kAsIs) {
    tensor.name = role.name;
    tensor.shape = role.shape;
    return tensor;
  }
  return TensorFromValues(role.name, role.shape, tensor.stored_as,
                          Transposed(tensor, AxesOf(role.order)));
}

}  // namespace camglass
