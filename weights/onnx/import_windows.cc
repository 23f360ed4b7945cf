// Nodes that slide a window over the picture, and what belongs to them.
#include <algorithm>
#include <cstdlib>

#include "engine/graph/limits.h"
#include "weights/onnx/importer.h"

namespace camglass {
namespace {

bool AreAll(const std::vector<int64_t>& values, size_t count, int64_t least) {
  return values.size() == count &&
         std::all_of(values.begin(), values.end(), [&](int64_t value) {
           return value >= least && value <= int64_t{kMaxWindow};
         });
}

Padding PaddingFrom(const std::vector<int64_t>& pads) {
  const auto side = [&](size_t i) { return static_cast<size_t>(pads[i]); };
  return {Padding::Rule::kExplicit, side(0), side(1), side(2), side(3)};
}

// "Same" padding that does not depend on the size: none for one cell, half the
// window around where nothing is skipped.
Padding WithoutSize(const Window& window) {
  const bool square = window.kh == window.kw && window.kh % 2 == 1;
  const bool dense = window.stride_h == 1 && window.stride_w == 1;
  if (window.kh == 1 && window.kw == 1) return Padding::All(0);
  return square && dense ? Padding::All(window.kh / 2) : Padding::Same();
}

}  // namespace

// Nothing for windows with holes, out of range, or padded in a way that no
// network here uses.
std::optional<Window> Importer::WindowOf(const OnnxNode& node, size_t kh,
                                         size_t kw) {
  const std::vector<int64_t> strides = IntsOf(node, "strides", {1, 1});
  const std::vector<int64_t> dilations = IntsOf(node, "dilations", {1, 1});
  const std::vector<int64_t> pads = IntsOf(node, "pads", {0, 0, 0, 0});
  const std::string rule = TextOf(node, "auto_pad");
  if (!AreAll(strides, 2, 1) || !AreAll(pads, 4, 0) ||
      dilations != std::vector<int64_t>{1, 1} || kh > kMaxWindow ||
      kw > kMaxWindow)
    return std::nullopt;
  Window window{kh,
                kw,
                static_cast<size_t>(strides[0]),
                static_cast<size_t>(strides[1]),
                PaddingFrom(pads),
                IntOf(node, "ceil_mode", 0) != 0};
  if (rule == "VALID") window.pad = Padding::All(0);
  if (rule == "SAME_UPPER" || rule == "SAME_LOWER")
    window.pad = WithoutSize(window);
  const bool sized = window.pad.rule == Padding::Rule::kSame;
  if (sized && rule == "SAME_LOWER") return std::nullopt;
  const Value* value = FindValue(node, 0);
  if (value == nullptr || !value->pad) return window;
  if (sized) return std::nullopt;
  window.pad.top += value->pad->top;
  window.pad.left += value->pad->left;
  window.pad.bottom += value->pad->bottom;
  window.pad.right += value->pad->right;
  return window;
}

// All first layers must see the same input.
bool Importer::UseSteps(const InputSteps& steps) {
  if (steps.channels.size() != 3 || steps.channels_last || steps.squeezed)
    return false;
  const auto same = [](const ChannelStep& a, const ChannelStep& b) {
    return a.source == b.source && a.mul == b.mul && a.add == b.add;
  };
  if (used_steps_)
    return std::equal(used_steps_->begin(), used_steps_->end(),
                      steps.channels.begin(), steps.channels.end(), same);
  used_steps_ = steps.channels;
  return true;
}

std::optional<size_t> Importer::WindowInput(const OnnxNode& node) {
  const Value* value = FindValue(node, 0);
  if (value == nullptr || value->half_mean.has_value()) return std::nullopt;
  if (value->kind == Value::Kind::kLayer && !value->channels_last)
    return value->layer;
  if (value->kind == Value::Kind::kSteps && UseSteps(value->steps)) return 0;
  return std::nullopt;
}

Importer::Values Importer::Conv(const OnnxNode& node) {
  const auto weight = TensorInput(node, 1);
  if (!weight || result_.tensors[*weight].shape.size() != 4) return {};
  const std::vector<size_t> shape = result_.tensors[*weight].shape;
  const std::vector<int64_t> kernel = IntsOf(node, "kernel_shape", {});
  const bool agrees =
      kernel.empty() ||
      (kernel.size() == 2 && kernel[0] == static_cast<int64_t>(shape[2]) &&
       kernel[1] == static_cast<int64_t>(shape[3]));
  const auto window = WindowOf(node, shape[2], shape[3]);
  const int64_t groups = IntOf(node, "group", 1);
  if (!agrees || !window || groups < 1) return {};
  Layer layer{.kind = LayerKind::kConv};
  layer.window = *window;
  layer.groups = static_cast<size_t>(groups);
  layer.params = {*weight};
  if (node.inputs.size() > 2 && !node.inputs[2].empty()) {
    const auto bias = TensorInput(node, 2);
    if (!bias) return {};
    layer.params.push_back(*bias);
  }
  const auto input = WindowInput(node);
  if (!input) return {};
  layer.inputs = {*input};
  const bool pooled = FindValue(node, 0)->pooled;
  return {LayerValue(AddLayer(node, std::move(layer)), pooled)};
}

Importer::Values Importer::Pool(const OnnxNode& node) {
  const std::vector<int64_t> kernel = IntsOf(node, "kernel_shape", {});
  if (!AreAll(kernel, 2, 1)) return {};
  const auto window = WindowOf(node, static_cast<size_t>(kernel[0]),
                               static_cast<size_t>(kernel[1]));
  const Value* value = FindValue(node, 0);
  if (!window || value == nullptr || value->kind != Value::Kind::kLayer)
    return {};
  const auto input = WindowInput(node);
  if (!input) return {};
  const bool average = node.op == "AveragePool";
  // A pool's own padding counts for nothing; zeros do, unless the maximum can't
  // be below them.
  const LayerKind below = result_.layers[*input].kind;
  const bool none_negative =
      below == LayerKind::kRelu || below == LayerKind::kRelu6;
  if (value->pad && (average || !none_negative)) return {};
  Layer layer{.kind = average ? LayerKind::kAveragePool : LayerKind::kMaxPool};
  layer.window = *window;
  layer.inputs = {*input};
  return {LayerValue(AddLayer(node, std::move(layer)), average)};
}

Importer::Values Importer::GlobalMean(const OnnxNode& node) {
  const Value* value = LayerInput(node, 0);
  if (value == nullptr || value->channels_last) return {};
  Values made = On(*value, node, {.kind = LayerKind::kGlobalMean});
  made.front().pooled = true;
  return made;
}

Importer::Values Importer::ReduceMean(const OnnxNode& node) {
  const Value* found = FindValue(node, 0);
  const auto axes = Ints(node, "axes", 1);
  if (found == nullptr || found->kind != Value::Kind::kLayer || found->pad ||
      found->pooled || !axes)
    return {};
  Value value = *found;
  // Height and width. Where the first of two reductions took its axis away, the
  // second sees one fewer.
  const bool keeps = IntOf(node, "keepdims", 1) != 0;
  const bool one_gone = value.half_mean && !value.half_mean_keeps_axis;
  const int64_t first = value.channels_last ? 1 : 2;
  std::vector<size_t> spatial;
  for (const int64_t axis : *axes) {
    const int64_t at = (axis < 0 ? axis + (one_gone ? 3 : 4) : axis) - first;
    if (at < 0 || at > (one_gone ? 0 : 1)) return {};
    spatial.push_back(one_gone ? 1 - *value.half_mean
                               : static_cast<size_t>(at));
  }
  if (spatial.size() == 1 && !value.half_mean) {
    value.half_mean = spatial[0];
    value.half_mean_keeps_axis = keeps;
    return {value};
  }
  if (value.half_mean) spatial.push_back(*value.half_mean);
  if (spatial.size() != 2 || spatial[0] == spatial[1]) return {};
  value.half_mean.reset();
  Values made = On(value, node, {.kind = LayerKind::kGlobalMean});
  made.front().pooled = true;
  return made;
}

// Zeros that the next window takes in.
Importer::Values Importer::Pad(const OnnxNode& node) {
  constexpr size_t kBothSidesOfFour = 8;
  const Value* value = FindValue(node, 0);
  const auto pads = Ints(node, "pads", 1);
  const std::string mode = TextOf(node, "mode");
  const float filling =
      ScalarInput(node, 2).value_or(FloatOf(node, "value", 0));
  const bool is_map =
      value != nullptr && !value->pad && !value->half_mean.has_value() &&
      (value->kind == Value::Kind::kLayer ||
       (value->kind == Value::Kind::kSteps && !value->steps.squeezed));
  if (!is_map || !pads || !AreAll(*pads, kBothSidesOfFour, 0) ||
      (!mode.empty() && mode != "constant") || filling != 0 ||
      (node.inputs.size() > 3 && !node.inputs[3].empty()))
    return {};
  const bool last = value->kind == Value::Kind::kLayer
                        ? value->channels_last
                        : value->steps.channels_last;
  const size_t first = last ? 1 : 2;
  const std::vector<int64_t>& all = *pads;
  const int64_t on_others =
      all[0] + all[4] + (last ? all[3] + all[7] : all[1] + all[5]);
  if (on_others != 0) return {};
  Value padded = *value;
  padded.pad =
      PaddingFrom({all[first], all[first + 1], all[first + 4], all[first + 5]});
  return {padded};
}

}  // namespace camglass
