// Nodes that compute constants of whole numbers from others. PyTorch writes the
// zeros around a picture so: a list, turned round and laid out anew.
#include <algorithm>
#include <utility>

#include "weights/limits.h"
#include "weights/onnx/importer.h"

namespace camglass {
namespace {

using Numbers = std::optional<OnnxConstant>;

Numbers Checked(std::vector<int64_t> ints, std::vector<size_t> shape) {
  if (ints.empty() || ints.size() > limits::kMaxOnnxShapeInts)
    return std::nullopt;
  return OnnxConstant{std::nullopt, std::move(ints), std::move(shape)};
}

Numbers Filled(const OnnxNode& node, const OnnxConstant& shape) {
  const std::vector<int64_t> value = IntsOf(node, "value", {0});
  constexpr auto kMost = static_cast<int64_t>(limits::kMaxOnnxShapeInts);
  if (shape.ints.size() != 1 || shape.ints[0] < 1 || shape.ints[0] > kMost ||
      value.size() != 1)
    return std::nullopt;
  const auto count = static_cast<size_t>(shape.ints[0]);
  return Checked(std::vector<int64_t>(count, value[0]), {count});
}

// One side of the new shape may be -1: whatever is left.
Numbers Reshaped(const OnnxConstant& from, const std::vector<int64_t>& sides) {
  std::vector<size_t> shape;
  size_t known = 1;
  const auto most = static_cast<int64_t>(from.ints.size());
  for (const int64_t side : sides) {
    if (side == 0 || side < -1 || side > most) return std::nullopt;
    if (side > 0) known *= static_cast<size_t>(side);
    if (known > from.ints.size()) return std::nullopt;
    shape.push_back(static_cast<size_t>(std::max<int64_t>(side, 0)));
  }
  if (std::count(shape.begin(), shape.end(), size_t{0}) > 1)
    return std::nullopt;
  size_t count = 1;
  for (size_t& side : shape) {
    if (side == 0) side = from.ints.size() / known;
    count *= side;
  }
  if (count != from.ints.size()) return std::nullopt;
  return Checked(from.ints, std::move(shape));
}

Numbers Turned(const OnnxConstant& from) {
  if (from.shape.size() != 2) return std::nullopt;
  const size_t rows = from.shape[0];
  const size_t columns = from.shape[1];
  std::vector<int64_t> ints;
  for (size_t c = 0; c < columns; ++c)
    for (size_t r = 0; r < rows; ++r)
      ints.push_back(from.ints[r * columns + c]);
  return Checked(std::move(ints), {columns, rows});
}

// Whole rows at these indices of the first axis.
Numbers RowsOf(const OnnxConstant& from, const std::vector<int64_t>& indices) {
  if (from.shape.empty()) return std::nullopt;
  const size_t each = from.ints.size() / from.shape[0];
  std::vector<int64_t> ints;
  for (const int64_t index : indices) {
    const auto begin = from.ints.begin() + static_cast<ptrdiff_t>(index) *
                                               static_cast<ptrdiff_t>(each);
    ints.insert(ints.end(), begin, begin + static_cast<ptrdiff_t>(each));
  }
  std::vector<size_t> shape = from.shape;
  shape[0] = indices.size();
  return Checked(std::move(ints), std::move(shape));
}

}  // namespace

bool Importer::FoldIntegers(const OnnxNode& node) {
  std::vector<const OnnxConstant*> inputs;
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const OnnxConstant* constant = FindConstant(node, i);
    if (constant == nullptr || constant->ints.empty() || IsReal(node, i))
      return false;
    inputs.push_back(constant);
  }
  if (inputs.empty() || node.outputs.size() != 1) return false;
  const OnnxConstant& first = *inputs[0];
  Numbers made;
  if (node.op == "ConstantOfShape") made = Filled(node, first);
  if (node.op == "Reshape" && inputs.size() == 2)
    made = Reshaped(first, inputs[1]->ints);
  if (node.op == "Transpose") made = Turned(first);
  if (node.op == "Slice" && !first.shape.empty()) {
    const auto indices = SliceIndices(node, first.shape[0]);
    if (indices && indices->axis == 0) made = RowsOf(first, indices->at);
  }
  if (node.op == "Concat" && IntOf(node, "axis", 1) == 0) {
    std::vector<int64_t> ints;
    for (const OnnxConstant* input : inputs) {
      if (input->shape.size() != 1) return false;
      if (ints.size() > limits::kMaxOnnxShapeInts) return false;
      ints.insert(ints.end(), input->ints.begin(), input->ints.end());
    }
    const size_t count = ints.size();
    made = Checked(std::move(ints), {count});
  }
  if (!made) return false;
  return constants_.emplace(node.outputs[0], *std::move(made)).second;
}

}  // namespace camglass
