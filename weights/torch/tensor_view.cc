#include "weights/torch/tensor_view.h"

#include <optional>
#include <utility>
#include <vector>

#include "engine/base/checked_math.h"

namespace camglass {
namespace {

// Bytes from the storage's start to the end of the view's last element:
// (offset + sum (side - 1) * stride + 1) * element; 0 where it has no element.
std::optional<uint64_t> BytesNeeded(const PickleTensor& view, size_t count,
                                    ElementType element) {
  if (count == 0) return 0;
  uint64_t last = view.offset;
  for (size_t d = 0; d < view.shape.size(); ++d) {
    const auto step = CheckedMultiply(view.shape[d] - 1, view.stride[d]);
    const auto sum = step ? CheckedAdd(last, *step) : std::nullopt;
    if (!sum) return std::nullopt;
    last = *sum;
  }
  const auto elements = CheckedAdd(last, 1);
  return elements ? CheckedMultiply(*elements, ElementBytes(element))
                  : std::nullopt;
}

// The last axis fastest, without gaps. A side of 1 has no stride that matters.
bool IsContiguous(const PickleTensor& view) {
  uint64_t expected = 1;
  for (size_t d = view.shape.size(); d-- > 0;) {
    if (view.shape[d] != 1 && view.stride[d] != expected) return false;
    expected *= view.shape[d];
  }
  return true;
}

// Every element in the order of the shape.
std::vector<float> Gather(const PickleTensor& view, size_t count,
                          ElementType element, const std::byte* storage) {
  std::vector<float> values(count);
  std::vector<size_t> index(view.shape.size(), 0);
  uint64_t at = view.offset;
  for (size_t i = 0; i < count; ++i) {
    values[i] = LoadElement(storage + at * ElementBytes(element), element);
    for (size_t d = index.size(); d-- > 0;) {
      at += view.stride[d];
      if (++index[d] < view.shape[d]) break;
      at -= view.stride[d] * view.shape[d];
      index[d] = 0;
    }
  }
  return values;
}

}  // namespace

StatusOr<CheckpointTensor> ViewStorage(const std::string& name,
                                       const PickleTensor& view,
                                       ElementType element,
                                       std::span<const std::byte> storage,
                                       const std::shared_ptr<const void>& owner,
                                       CheckpointBudget* budget) {
  CAMGLASS_ASSIGN_OR_RETURN(const size_t count,
                            budget->Admit(name, view.shape));
  const auto needed = BytesNeeded(view, count, element);
  if (!needed || *needed > storage.size())
    return InvalidInput("the tensor '" + name + "' of shape " +
                        ShapeText(view.shape) +
                        " reaches beyond its storage of " +
                        std::to_string(storage.size()) + " bytes");
  if (count == 0) return TensorFromValues(name, view.shape, element, {});
  if (IsContiguous(view)) {
    const std::byte* first =
        storage.data() + view.offset * ElementBytes(element);
    return TensorFromBytes(name, view.shape, element, first, owner);
  }
  return TensorFromValues(name, view.shape, element,
                          Gather(view, count, element, storage.data()));
}

}  // namespace camglass
