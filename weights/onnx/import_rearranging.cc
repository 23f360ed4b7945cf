// Nodes that compute nothing: they rename, reorder, cut and join.
#include <algorithm>

#include "weights/onnx/importer.h"

namespace camglass {

// The output is the input.
Importer::Values Importer::Alias(const OnnxNode& node) {
  if (node.outputs.empty()) return {};
  if (const OnnxConstant* constant = FindConstant(node, 0)) {
    constants_.emplace(node.outputs.front(), *constant);
    return {Value()};
  }
  const Value* value = FindValue(node, 0);
  return value == nullptr ? Values() : Values{*value};
}

// Only among real numbers: whole ones lose what is behind the point. Constants
// are cast before (import_constants.cc).
Importer::Values Importer::Cast(const OnnxNode& node) {
  return IsRealOnnxType(IntOf(node, "to", 0)) ? Alias(node) : Values();
}

Importer::Values Importer::CastLike(const OnnxNode& node) {
  return IsReal(node, 1) ? Alias(node) : Values();
}

// Nothing at inference, which is all there is before opset 12.
Importer::Values Importer::Dropout(const OnnxNode& node) {
  const bool may_train = node.inputs.size() > 2 && !node.inputs[2].empty();
  const auto training = ScalarInput(node, 2);
  if (!may_train || training == 0.0f || ScalarInput(node, 1) == 0.0f) {
    Values made = Alias(node);
    if (!made.empty()) made.emplace_back();  // the mask
    return made;
  }
  refusal_ = node.Title() +
             " drops values at random: the graph was exported in training "
             "mode; call model.eval() and export it again";
  return {};
}

// Once there is one number a channel, its shape is of no matter.
Importer::Values Importer::Flatten(const OnnxNode& node) {
  if (const Value* value = LayerInput(node, 0))
    return value->pooled ? Values{*value} : Values();
  const Value* value = StepsInput(node, 0);
  const auto axes = Ints(node, "axes", 1);
  if (node.op != "Unsqueeze" || value == nullptr || !value->steps.squeezed ||
      !axes || axes->size() != 1 ||
      !IsChannelAxis(axes->front(), value->steps.channels_last))
    return {};
  Value result = *value;
  result.steps.squeezed = false;
  return {result};
}

Importer::Values Importer::Transpose(const OnnxNode& node) {
  const std::vector<int64_t> order = IntsOf(node, "perm", {});
  if (const auto tensor = TensorInput(node, 0)) {
    const bool swaps = order.empty() || order == std::vector<int64_t>{1, 0};
    const auto made = swaps ? Transposed(*tensor) : std::nullopt;
    if (made && !node.outputs.empty())
      constants_.emplace(node.outputs.front(), OnnxConstant{*made, {}, {}});
    return {Value()};
  }
  const Value* value = FindValue(node, 0);
  if (value == nullptr || value->half_mean.has_value()) return {};
  Value result = *value;
  if (value->kind == Value::Kind::kLayer && value->pooled) return {result};
  const bool is_steps = value->kind == Value::Kind::kSteps;
  bool& last = is_steps ? result.steps.channels_last : result.channels_last;
  const std::vector<int64_t> to_last = {0, 2, 3, 1};
  const std::vector<int64_t> to_first = {0, 3, 1, 2};
  if (value->steps.squeezed || order != (last ? to_first : to_last)) return {};
  last = !last;
  return {result};
}

Importer::Values Importer::Concat(const OnnxNode& node) {
  const int64_t axis = IntOf(node, "axis", 1);
  const bool of_steps = StepsInput(node, 0) != nullptr;
  Value result;
  Layer layer{.kind = LayerKind::kConcat};
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const Value* value = of_steps ? StepsInput(node, i) : LayerInput(node, i);
    if (value == nullptr) return {};
    const bool last =
        of_steps ? value->steps.channels_last : value->channels_last;
    if (!IsChannelAxis(axis, last) || value->steps.squeezed) return {};
    const bool differs =
        i > 0 && (last != (of_steps ? result.steps.channels_last
                                    : result.channels_last) ||
                  value->pooled != result.pooled);
    if (differs) return {};
    if (i == 0) {
      result = *value;
    } else if (of_steps) {
      auto& channels = result.steps.channels;
      channels.insert(channels.end(), value->steps.channels.begin(),
                      value->steps.channels.end());
      if (channels.size() > kMaxStepChannels) return {};
    }
    layer.inputs.push_back(value->layer);
  }
  if (node.inputs.empty()) return {};
  if (!of_steps && node.inputs.size() > 1)
    result.layer = AddLayer(node, std::move(layer));
  return {result};
}

Importer::Values Importer::Gather(const OnnxNode& node) {
  const int64_t axis = IntOf(node, "axis", 0);
  const OnnxConstant* indices = FindConstant(node, 1);
  if (indices == nullptr || indices->ints.empty()) return {};
  const Value* layer = LayerInput(node, 0);
  if (layer != nullptr) {
    const bool first_cell = indices->ints == std::vector<int64_t>{0};
    return layer->pooled && first_cell && axis >= 2 ? Values{*layer} : Values();
  }
  const Value* value = StepsInput(node, 0);
  if (value == nullptr || value->steps.squeezed ||
      !IsChannelAxis(axis, value->steps.channels_last))
    return {};
  const auto steps = Pick(value->steps, indices->ints);
  if (!steps) return {};
  Value result = *value;
  result.steps = *steps;
  result.steps.squeezed = indices->shape.empty();
  return {result};
}

std::optional<Importer::Sliced> Importer::SliceIndices(const OnnxNode& node,
                                                       size_t entries) const {
  const auto starts = Ints(node, "starts", 1);
  const auto ends = Ints(node, "ends", 2);
  const auto axes = Ints(node, "axes", 3);
  const auto strides = Ints(node, "steps", 4);
  if (!starts || !ends || !axes || starts->size() != 1 || ends->size() != 1 ||
      axes->size() != 1)
    return std::nullopt;
  const int64_t stride = strides && !strides->empty() ? strides->front() : 1;
  const auto count = static_cast<int64_t>(entries);
  if (stride == 0 || stride > count || stride < -count) return std::nullopt;
  // ONNX's rule: negative ones count from the end, then all are clamped.
  const auto place = [&](int64_t at, int64_t least, int64_t most) {
    return std::clamp(at < 0 ? at + count : at, least, most);
  };
  const bool forward = stride > 0;
  const int64_t from = place(starts->front(), 0, forward ? count : count - 1);
  const int64_t to = forward ? place(ends->front(), 0, count)
                             : place(ends->front(), -1, count - 1);
  Sliced sliced{axes->front(), {}};
  for (int64_t i = from; forward ? i < to : i > to; i += stride)
    sliced.at.push_back(i);
  return sliced;
}

Importer::Values Importer::Slice(const OnnxNode& node) {
  const Value* value = StepsInput(node, 0);
  if (value == nullptr || value->steps.squeezed) return {};
  const auto sliced = SliceIndices(node, value->steps.channels.size());
  if (!sliced || sliced->at.empty() ||
      !IsChannelAxis(sliced->axis, value->steps.channels_last))
    return {};
  const auto steps = Pick(value->steps, sliced->at);
  if (!steps) return {};
  Value result = *value;
  result.steps = *steps;
  return {result};
}

// Into single channels.
Importer::Values Importer::Split(const OnnxNode& node) {
  const Value* value = StepsInput(node, 0);
  if (value == nullptr || value->steps.squeezed ||
      node.outputs.size() != value->steps.channels.size() ||
      !IsChannelAxis(IntOf(node, "axis", 0), value->steps.channels_last))
    return {};
  Values results;
  for (const ChannelStep& channel : value->steps.channels) {
    Value result = *value;
    result.steps.channels = {channel};
    results.push_back(std::move(result));
  }
  return results;
}

Importer::Values Importer::Shape(const OnnxNode&) {
  return {Value{.kind = Value::Kind::kShape}};
}

}  // namespace camglass
