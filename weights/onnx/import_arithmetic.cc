// Nodes that compute with numbers: norms, sums, dense layers, activations.
#include <cmath>
#include <limits>
#include <utility>

#include "weights/onnx/importer.h"

namespace camglass {
namespace {

constexpr float kNoBound = 1e30f;  // "up to infinity" in some exports

// Whether a constant of that shape gives one number a channel when it is
// broadcast against [n, c, h, w], [n, h, w, c] or [n, c].
bool IsByChannel(const std::vector<size_t>& shape, size_t channels,
                 size_t after) {
  const size_t rank = shape.size();
  if (rank <= after || shape[rank - 1 - after] != channels) return false;
  for (size_t i = 0; i < rank; ++i)
    if (i != rank - 1 - after && shape[i] != 1) return false;
  return true;
}

}  // namespace

// A bias before a batch norm is the same as a smaller running mean:
//   (x + b - mean) = x - (mean - b)
Importer::Values Importer::Normalize(const OnnxNode& node) {
  std::vector<size_t> params;
  for (size_t i = 1; i <= 4; ++i) {
    const auto tensor = TensorInput(node, i);
    if (!tensor || result_.tensors[*tensor].shape.size() != 1) return {};
    params.push_back(*tensor);
    if (result_.tensors[*tensor].size() !=
        result_.tensors[params.front()].size())
      return {};
  }
  if (IntOf(node, "spatial", 1) == 0) return {};
  if (IntOf(node, "training_mode", 0) != 0)
    Note(
        "the graph was exported in training mode; batch norm's running "
        "statistics are used, as at inference");
  if (const Value* steps = StepsInput(node, 0))
    return NormalizeSteps(*steps, node, params);
  const Value* value = LayerInput(node, 0);
  if (value == nullptr || value->channels_last) return {};
  Value below = *value;
  const Layer conv = result_.layers[below.layer];
  if (conv.kind == LayerKind::kConv && conv.params.size() == 2) {
    const CheckpointTensor bias = result_.tensors[conv.params[1]];
    const CheckpointTensor mean = result_.tensors[params[2]];
    if (bias.size() != mean.size() || !Afford(mean.size())) return {};
    std::vector<float> moved(mean.size());
    for (size_t i = 0; i < moved.size(); ++i)
      moved[i] = mean.data[i] - bias.data[i];
    params[2] = AddTensor(TensorFromValues(mean.name, mean.shape,
                                           mean.stored_as, std::move(moved)));
    Layer without_bias = conv;
    without_bias.params.pop_back();
    result_.layers.push_back(std::move(without_bias));
    below.layer = result_.layers.size() - 1;
  }
  Layer layer{.kind = LayerKind::kBatchNorm};
  layer.params = std::move(params);
  layer.eps = FloatOf(node, "epsilon", 1e-5f);
  return On(below, node, std::move(layer));
}

Importer::Values Importer::NormalizeSteps(const Value& value,
                                          const OnnxNode& node,
                                          const std::vector<size_t>& params) {
  Value result = value;
  std::vector<double> mul;
  std::vector<double> add;
  const size_t channels = value.steps.channels.size();
  const std::vector<CheckpointTensor>& tensors = result_.tensors;
  if (value.steps.channels_last || value.steps.squeezed ||
      tensors[params.front()].size() != channels)
    return {};
  const double eps = FloatOf(node, "epsilon", 1e-5f);
  for (size_t c = 0; c < channels; ++c) {
    const double gain = tensors[params[0]].data[c] /
                        std::sqrt(tensors[params[3]].data[c] + eps);
    mul.push_back(gain);
    add.push_back(tensors[params[1]].data[c] -
                  tensors[params[2]].data[c] * gain);
  }
  const auto scaled = Combine(result.steps, "Mul", mul, false);
  const auto moved =
      scaled ? Combine(*scaled, "Add", add, false) : std::nullopt;
  if (!moved) return {};
  result.steps = *moved;
  return {result};
}

// The step that the node's constant makes of its input.
Importer::Values Importer::StepBy(const OnnxNode& node, size_t value_index) {
  const Value* value = StepsInput(node, value_index);
  const auto tensor = TensorInput(node, 1 - value_index);
  if (value == nullptr || !tensor || !Afford(result_.tensors[*tensor].size()))
    return {};
  double spread = 0;
  const auto numbers =
      ValuesByChannel(result_.tensors[*tensor], value->steps, &spread);
  if (!numbers) return {};
  const auto steps =
      Combine(value->steps, node.op, *numbers, /*constant_first=*/
              value_index == 1);
  if (!steps) return {};
  if (spread > 0) {
    // Other sizes than the graph's have no place in a mean picture.
    Note("the mean picture in the graph (" + node.Title() +
         ") is replaced by the means of its channels, from which it differs "
         "by up to " +
         std::to_string(spread));
  }
  Value result = *value;
  result.steps = *steps;
  return {result};
}

Importer::Values Importer::Scale(const OnnxNode& node) {
  if (node.inputs.size() != 2) return {};
  return StepBy(node, FindConstant(node, 0) == nullptr ? 0 : 1);
}

// A bias that is added by a node of its own.
Importer::Values Importer::AddBias(const OnnxNode& node, size_t value_index) {
  const Value* value = LayerInput(node, value_index);
  const auto tensor = TensorInput(node, 1 - value_index);
  if (value == nullptr || !tensor) return {};
  Layer layer = result_.layers[value->layer];
  if ((layer.kind != LayerKind::kConv && layer.kind != LayerKind::kDense) ||
      layer.params.size() != 1)
    return {};
  const CheckpointTensor bias = result_.tensors[*tensor];
  const size_t channels = result_.tensors[layer.params[0]].shape[0];
  const bool last = value->channels_last || layer.kind == LayerKind::kDense;
  if (!IsByChannel(bias.shape, channels, last ? 0 : 2)) return {};
  CheckpointTensor flat = bias;
  flat.shape = {channels};
  layer.params.push_back(AddTensor(std::move(flat)));
  Value result = *value;
  result_.layers.push_back(std::move(layer));
  result.layer = result_.layers.size() - 1;
  return {result};
}

Importer::Values Importer::Add(const OnnxNode& node) {
  if (node.inputs.size() != 2) return {};
  const bool constant_first = FindConstant(node, 0) != nullptr;
  if (constant_first || FindConstant(node, 1) != nullptr) {
    const size_t at = constant_first ? 1 : 0;
    return StepsInput(node, at) != nullptr ? StepBy(node, at)
                                           : AddBias(node, at);
  }
  const Value* a = LayerInput(node, 0);
  const Value* b = LayerInput(node, 1);
  if (a == nullptr || b == nullptr || a->channels_last != b->channels_last ||
      a->pooled != b->pooled)
    return {};
  Value result = *a;
  Layer layer{.kind = LayerKind::kAdd};
  layer.inputs = {a->layer, b->layer};
  result.layer = AddLayer(node, std::move(layer));
  return {result};
}

std::optional<size_t> Importer::Transposed(size_t tensor) {
  const auto known = transposed_.find(tensor);
  if (known != transposed_.end()) return known->second;
  const CheckpointTensor from = result_.tensors[tensor];
  if (from.shape.size() != 2 || !Afford(from.size())) return std::nullopt;
  const size_t rows = from.shape[0];
  const size_t columns = from.shape[1];
  std::vector<float> values(from.size());
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < columns; ++c)
      values[c * rows + r] = from.data[r * columns + c];
  const size_t made = AddTensor(TensorFromValues(
      from.name, {columns, rows}, from.stored_as, std::move(values)));
  transposed_[tensor] = made;
  return made;
}

Importer::Values Importer::Gemm(const OnnxNode& node) {
  const Value* found = LayerInput(node, 0);
  const auto given = TensorInput(node, 1);
  if (found == nullptr || !found->pooled || !given ||
      result_.tensors[*given].shape.size() != 2 ||
      IntOf(node, "transA", 0) != 0 || FloatOf(node, "alpha", 1) != 1 ||
      FloatOf(node, "beta", 1) != 1)
    return {};
  const Value value = *found;
  const auto weight =
      IntOf(node, "transB", 0) == 0 ? Transposed(*given) : given;
  if (!weight) return {};
  Layer layer{.kind = LayerKind::kDense};
  layer.params = {*weight};
  if (node.inputs.size() > 2 && !node.inputs[2].empty()) {
    const auto bias = TensorInput(node, 2);
    const size_t out = result_.tensors[*weight].shape[0];
    if (!bias || !IsByChannel(result_.tensors[*bias].shape, out, 0)) return {};
    CheckpointTensor flat = result_.tensors[*bias];
    flat.shape = {out};
    layer.params.push_back(AddTensor(std::move(flat)));
  }
  return On(value, node, std::move(layer));
}

Importer::Values Importer::MatMul(const OnnxNode& node) {
  const Value* found = LayerInput(node, 0);
  const auto weight = TensorInput(node, 1);
  if (found == nullptr || !found->pooled || !weight) return {};
  const Value value = *found;
  const auto transposed = Transposed(*weight);
  if (!transposed) return {};
  Layer layer{.kind = LayerKind::kDense};
  layer.params = {*transposed};
  return On(value, node, std::move(layer));
}

Importer::Values Importer::Relu(const OnnxNode& node) {
  const Value* value = LayerInput(node, 0);
  if (value == nullptr) return {};
  return On(*value, node, {.kind = LayerKind::kRelu});
}

Importer::Values Importer::Clip(const OnnxNode& node) {
  const Value* value = LayerInput(node, 0);
  const auto bound = [&](const char* name, size_t index, float none) {
    if (index < node.inputs.size() && !node.inputs[index].empty())
      return ScalarInput(node, index)
          .value_or(std::numeric_limits<float>::quiet_NaN());
    return FloatOf(node, name, none);
  };
  const float least = bound("min", 1, -kNoBound);
  const float most = bound("max", 2, kNoBound);
  if (value == nullptr || least != 0) return {};
  if (most >= kNoBound) return On(*value, node, {.kind = LayerKind::kRelu});
  if (most != 6) return {};
  Value below = *value;
  // What is not negative any more may be clipped again.
  const Layer& layer = result_.layers[below.layer];
  if (layer.kind == LayerKind::kRelu) below.layer = layer.inputs.front();
  return On(below, node, {.kind = LayerKind::kRelu6});
}

// Min(Relu(x), 6) and Max(x, 0).
Importer::Values Importer::Bound(const OnnxNode& node) {
  const size_t at = FindConstant(node, 0) == nullptr ? 0 : 1;
  const Value* value = LayerInput(node, at);
  const auto bound = ScalarInput(node, 1 - at);
  if (node.inputs.size() != 2 || value == nullptr || !bound) return {};
  if (node.op == "Max" && *bound == 0)
    return On(*value, node, {.kind = LayerKind::kRelu});
  const Layer& layer = result_.layers[value->layer];
  if (node.op != "Min" || *bound != 6 || layer.kind != LayerKind::kRelu)
    return {};
  Value below = *value;
  below.layer = layer.inputs.front();
  return On(below, node, {.kind = LayerKind::kRelu6});
}

Importer::Values Importer::Lrn(const OnnxNode& node) {
  const Value* value = LayerInput(node, 0);
  const int64_t size = IntOf(node, "size", 0);
  if (value == nullptr || value->channels_last || size < 1) return {};
  Layer layer{.kind = LayerKind::kLrn};
  layer.lrn = {static_cast<size_t>(size), FloatOf(node, "alpha", 1e-4f),
               FloatOf(node, "beta", 0.75f), FloatOf(node, "bias", 1.0f)};
  return On(*value, node, std::move(layer));
}

Importer::Values Importer::Softmax(const OnnxNode& node) {
  const Value* value = LayerInput(node, 0);
  if (value == nullptr || !value->pooled) return {};
  return On(*value, node, {.kind = LayerKind::kSoftmax});
}

Importer::Values Importer::Sigmoid(const OnnxNode& node) {
  const Value* value = LayerInput(node, 0);
  if (value == nullptr || !value->pooled) return {};
  return On(*value, node, {.kind = LayerKind::kSigmoid});
}

}  // namespace camglass
