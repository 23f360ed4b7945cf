// Nodes that compute constants as exporters leave them where nothing folds them
// afterwards: a convolution's missing bias as a zero, cast like the input and
// expanded to as many as the weight has rows.
#include <algorithm>
#include <utility>

#include "engine/base/checked_math.h"
#include "weights/onnx/importer.h"

namespace camglass {
namespace {

template <typename Number>
Number Applied(const std::string& op, Number x, Number y) {
  if (op == "Add") return x + y;
  if (op == "Sub") return x - y;
  return op == "Mul" ? x * y : x / y;
}

// One number for all, or one for each.
template <typename Number>
Number At(const std::vector<Number>& numbers, size_t i) {
  return numbers[numbers.size() == 1 ? 0 : i];
}

bool AreOfOneLength(size_t a, size_t b) { return a == b || a == 1 || b == 1; }

// Sizes and places, which are small; quotients of them are not needed.
std::optional<OnnxConstant> Computed(const std::string& op,
                                     const OnnxConstant& a,
                                     const OnnxConstant& b) {
  constexpr int64_t kMost = int64_t{1} << 24;
  const auto is_small = [](int64_t value) {
    return value >= -kMost && value <= kMost;
  };
  if (op == "Div" || !AreOfOneLength(a.ints.size(), b.ints.size()) ||
      !std::all_of(a.ints.begin(), a.ints.end(), is_small) ||
      !std::all_of(b.ints.begin(), b.ints.end(), is_small))
    return std::nullopt;
  const OnnxConstant& larger = a.ints.size() < b.ints.size() ? b : a;
  OnnxConstant result{std::nullopt, {}, larger.shape};
  for (size_t i = 0; i < larger.ints.size(); ++i)
    result.ints.push_back(Applied(op, At(a.ints, i), At(b.ints, i)));
  return result;
}

// With the axes of a Squeeze taken out, or of an Unsqueeze put in.
std::optional<std::vector<size_t>> WithoutAxes(
    const std::vector<size_t>& shape, const std::vector<int64_t>& axes) {
  std::vector<size_t> result;
  const auto rank = static_cast<int64_t>(shape.size());
  for (int64_t i = 0; i < rank; ++i) {
    const bool named = std::any_of(axes.begin(), axes.end(), [&](int64_t axis) {
      return axis == i || axis == i - rank;
    });
    const size_t side = shape[static_cast<size_t>(i)];
    if (named && side != 1) return std::nullopt;
    if (!named) result.push_back(side);
  }
  return result;
}

std::optional<std::vector<size_t>> WithAxes(const std::vector<size_t>& shape,
                                            const std::vector<int64_t>& axes) {
  const size_t rank = shape.size() + axes.size();
  if (rank > limits::kMaxTensorDims) return std::nullopt;
  std::vector<size_t> result(rank, 0);
  for (const int64_t axis : axes) {
    const int64_t at = axis < 0 ? axis + static_cast<int64_t>(rank) : axis;
    if (at < 0 || at >= static_cast<int64_t>(rank)) return std::nullopt;
    size_t& side = result[static_cast<size_t>(at)];
    if (side != 0) return std::nullopt;
    side = 1;
  }
  auto next = shape.begin();
  for (size_t& side : result)
    if (side == 0) side = *next++;
  return result;
}

// One side may be -1: whatever is left.
std::optional<std::vector<size_t>> Sides(const std::vector<int64_t>& sides,
                                         size_t count) {
  std::vector<size_t> result;
  size_t known = 1;
  size_t open = sides.size();
  for (const int64_t side : sides) {
    if (side == -1 && open == sides.size()) {
      open = result.size();
    } else if (side < 1 || static_cast<uint64_t>(side) > count / known) {
      return std::nullopt;
    } else {
      known *= static_cast<size_t>(side);
    }
    result.push_back(static_cast<size_t>(std::max<int64_t>(side, 1)));
  }
  if (open < result.size()) result[open] = count / known;
  const auto made = CheckedElementCount(result);
  return made == count ? std::optional(result) : std::nullopt;
}

// Single numbers of a list.
std::optional<OnnxConstant> Picked(const OnnxConstant& from,
                                   const OnnxConstant& indices) {
  OnnxConstant result{std::nullopt, {}, indices.shape};
  const auto count = static_cast<int64_t>(from.ints.size());
  for (const int64_t index : indices.ints) {
    const int64_t at = index < 0 ? index + count : index;
    if (at < 0 || at >= count) return std::nullopt;
    result.ints.push_back(from.ints[static_cast<size_t>(at)]);
  }
  return result;
}

bool IsList(const OnnxConstant* constant) {
  return constant != nullptr && !constant->ints.empty() &&
         constant->shape.size() == 1;
}

}  // namespace

std::optional<OnnxConstant> Importer::ShapeOfConstant(
    const OnnxNode& node) const {
  const OnnxConstant* constant = FindConstant(node, 0);
  if (constant == nullptr || (!constant->tensor && constant->ints.empty()))
    return std::nullopt;
  const std::vector<size_t>& shape =
      constant->tensor ? result_.tensors[*constant->tensor].shape
                       : constant->shape;
  const auto rank = static_cast<int64_t>(shape.size());
  const auto place = [&](int64_t at) {
    return std::clamp(at < 0 ? at + rank : at, int64_t{0}, rank);
  };
  const int64_t begin = place(IntOf(node, "start", 0));
  const int64_t end = place(IntOf(node, "end", rank));
  OnnxConstant made;
  for (int64_t i = begin; i < end; ++i)
    made.ints.push_back(static_cast<int64_t>(shape[static_cast<size_t>(i)]));
  made.shape = {made.ints.size()};
  if (made.ints.empty()) return std::nullopt;
  return made;
}

// Of one number; whole ones also where nothing is repeated.
std::optional<OnnxConstant> Importer::Expanded(const OnnxNode& node) {
  const OnnxConstant* from = FindConstant(node, 0);
  const OnnxConstant* shape = FindConstant(node, 1);
  if (from == nullptr || shape == nullptr || shape->ints.empty() ||
      shape->ints.size() > limits::kMaxTensorDims)
    return std::nullopt;
  std::vector<size_t> sides;
  for (const int64_t side : shape->ints) {
    if (side < 1) return std::nullopt;
    sides.push_back(static_cast<size_t>(side));
  }
  const auto count = CheckedElementCount(sides);
  if (!count) return std::nullopt;
  if (!IsReal(node, 0)) {
    if (*count == 1 && sides.size() <= from->shape.size()) return *from;
    if (from->ints.size() != 1 || *count > limits::kMaxOnnxShapeInts)
      return std::nullopt;
    return OnnxConstant{std::nullopt,
                        std::vector<int64_t>(*count, from->ints[0]), sides};
  }
  const CheckpointTensor one = result_.tensors[*from->tensor];
  if (one.size() != 1 || !Afford(*count)) return std::nullopt;
  std::vector<float> values(*count, one.data[0]);
  return OnnxConstant{
      AddTensor(TensorFromValues(one.name, std::move(sides), one.stored_as,
                                 std::move(values))),
      {},
      {}};
}

// To real numbers, or of whole ones to whole ones.
std::optional<OnnxConstant> Importer::CastConstant(const OnnxNode& node) const {
  const OnnxConstant* constant = FindConstant(node, 0);
  if (constant == nullptr) return std::nullopt;
  constexpr int64_t kBool = 9;
  const int64_t to = IntOf(node, "to", 0);
  const bool to_real =
      node.op == "CastLike" ? IsReal(node, 1) : IsRealOnnxType(to);
  const bool to_whole = node.op == "Cast" && to != kBool;
  if (to_real || (to_whole && !constant->ints.empty())) return *constant;
  return std::nullopt;
}

std::optional<std::vector<size_t>> Importer::NewShape(
    const OnnxNode& node, const std::vector<size_t>& shape) const {
  const bool squeezes = node.op == "Squeeze";
  if (squeezes || node.op == "Unsqueeze") {
    const auto axes = Ints(node, "axes", 1);
    if (!axes || axes->size() > limits::kMaxTensorDims) return std::nullopt;
    return squeezes ? WithoutAxes(shape, *axes) : WithAxes(shape, *axes);
  }
  const OnnxConstant* sides = FindConstant(node, 1);
  const auto count = CheckedElementCount(shape);
  if (node.op != "Reshape" || sides == nullptr || sides->ints.empty() ||
      sides->ints.size() > limits::kMaxTensorDims || !count || *count == 0)
    return std::nullopt;
  return Sides(sides->ints, *count);
}

std::optional<OnnxConstant> Importer::ReshapedConstant(const OnnxNode& node) {
  const OnnxConstant* constant = FindConstant(node, 0);
  if (constant == nullptr) return std::nullopt;
  if (IsReal(node, 0)) {
    CheckpointTensor tensor = result_.tensors[*constant->tensor];
    auto shape = NewShape(node, tensor.shape);
    if (!shape) return std::nullopt;
    tensor.shape = *std::move(shape);
    return OnnxConstant{AddTensor(std::move(tensor)), {}, {}};
  }
  const auto shape = NewShape(node, constant->shape);
  if (!shape || constant->ints.empty()) return std::nullopt;
  return OnnxConstant{std::nullopt, constant->ints, *shape};
}

// Number by number; two tensors of one shape, or one of them a single number.
std::optional<OnnxConstant> Importer::ComputedConstant(const OnnxNode& node) {
  const OnnxConstant* first = FindConstant(node, 0);
  const OnnxConstant* second = FindConstant(node, 1);
  if (first == nullptr || second == nullptr) return std::nullopt;
  if (!IsReal(node, 0) || !IsReal(node, 1)) {
    if (first->ints.empty() || second->ints.empty() || IsReal(node, 0) ||
        IsReal(node, 1))
      return std::nullopt;
    return Computed(node.op, *first, *second);
  }
  const CheckpointTensor a = result_.tensors[*first->tensor];
  const CheckpointTensor b = result_.tensors[*second->tensor];
  const CheckpointTensor& larger = a.size() < b.size() ? b : a;
  if (a.size() == 0 || b.size() == 0 ||
      (a.shape != b.shape && a.size() != 1 && b.size() != 1) ||
      !Afford(larger.size()))
    return std::nullopt;
  std::vector<float> values(larger.size());
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = Applied(node.op, a.data[a.size() == 1 ? 0 : i],
                        b.data[b.size() == 1 ? 0 : i]);
  return OnnxConstant{
      AddTensor(TensorFromValues(larger.name, larger.shape, larger.stored_as,
                                 std::move(values))),
      {},
      {}};
}

bool Importer::FoldConstants(const OnnxNode& node) {
  if (node.outputs.size() != 1) return false;
  const std::string& op = node.op;
  const OnnxConstant* indices = FindConstant(node, 1);
  std::optional<OnnxConstant> made;
  if (op == "Shape") made = ShapeOfConstant(node);
  if (op == "Expand") made = Expanded(node);
  if (op == "Cast" || op == "CastLike") made = CastConstant(node);
  if (op == "Reshape" || op == "Squeeze" || op == "Unsqueeze")
    made = ReshapedConstant(node);
  if (op == "Add" || op == "Sub" || op == "Mul" || op == "Div")
    made = ComputedConstant(node);
  if (op == "Gather" && IsList(FindConstant(node, 0)) && indices != nullptr &&
      !indices->ints.empty() && IntOf(node, "axis", 0) == 0)
    made = Picked(*FindConstant(node, 0), *indices);
  if (!made) return false;
  return constants_.emplace(node.outputs[0], *std::move(made)).second;
}

}  // namespace camglass
