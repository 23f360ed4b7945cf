#include <algorithm>
#include <cstdio>
#include <utility>

#include "weights/onnx/importer.h"

namespace camglass {
namespace {

const OnnxAttribute* Find(const OnnxNode& node, const std::string& name) {
  const auto found = node.attributes.find(name);
  return found == node.attributes.end() ? nullptr : &found->second;
}

}  // namespace

int64_t IntOf(const OnnxNode& node, const std::string& name,
              int64_t otherwise) {
  const OnnxAttribute* attribute = Find(node, name);
  return attribute == nullptr ? otherwise : attribute->i;
}

float FloatOf(const OnnxNode& node, const std::string& name, float otherwise) {
  const OnnxAttribute* attribute = Find(node, name);
  return attribute == nullptr ? otherwise : attribute->f;
}

std::string TextOf(const OnnxNode& node, const std::string& name) {
  const OnnxAttribute* attribute = Find(node, name);
  return attribute == nullptr ? "" : attribute->s;
}

std::vector<int64_t> IntsOf(const OnnxNode& node, const std::string& name,
                            const std::vector<int64_t>& otherwise) {
  const OnnxAttribute* attribute = Find(node, name);
  return attribute == nullptr ? otherwise : attribute->ints;
}

const std::map<std::string, Importer::Handler>& Importer::Handlers() {
  static const std::map<std::string, Handler> handlers = {
      {"Conv", &Importer::Conv},
      {"MaxPool", &Importer::Pool},
      {"AveragePool", &Importer::Pool},
      {"GlobalAveragePool", &Importer::GlobalMean},
      {"ReduceMean", &Importer::ReduceMean},
      {"Pad", &Importer::Pad},
      {"BatchNormalization", &Importer::Normalize},
      {"Add", &Importer::Add},
      {"Sum", &Importer::Add},
      {"Sub", &Importer::Scale},
      {"Mul", &Importer::Scale},
      {"Div", &Importer::Scale},
      {"Gemm", &Importer::Gemm},
      {"MatMul", &Importer::MatMul},
      {"Relu", &Importer::Relu},
      {"Clip", &Importer::Clip},
      {"Min", &Importer::Bound},
      {"Max", &Importer::Bound},
      {"LRN", &Importer::Lrn},
      {"Softmax", &Importer::Softmax},
      {"LogSoftmax", &Importer::Softmax},
      {"Sigmoid", &Importer::Sigmoid},
      {"Identity", &Importer::Alias},
      {"Dropout", &Importer::Dropout},
      {"Cast", &Importer::Cast},
      {"CastLike", &Importer::CastLike},
      {"Flatten", &Importer::Flatten},
      {"Reshape", &Importer::Flatten},
      {"Squeeze", &Importer::Flatten},
      {"Unsqueeze", &Importer::Flatten},
      {"Transpose", &Importer::Transpose},
      {"Concat", &Importer::Concat},
      {"Gather", &Importer::Gather},
      {"Slice", &Importer::Slice},
      {"Split", &Importer::Split},
      {"Shape", &Importer::Shape},
  };
  return handlers;
}

Importer::Importer(const OnnxGraph& graph, const Checkpoint& checkpoint)
    : output_names_(graph.outputs), constants_(graph.constants) {
  result_.producer = graph.producer;
  result_.tensors = checkpoint.tensors;
  result_.layers.push_back({.kind = LayerKind::kInput, .title = "the input"});
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    elements_left_ += tensor.size();
}

Status Importer::SetInput(const OnnxInput& input) {
  constexpr size_t kAxes = 4;
  const std::vector<size_t>& shape = input.shape;
  Value value{.kind = Value::Kind::kSteps};
  value.steps.channels = {{0}, {1}, {2}};
  if (!shape.empty()) {
    value.steps.channels_last =
        shape.size() == kAxes && shape[1] != 3 && shape[3] == 3;
    const size_t axis = value.steps.channels_last ? 3 : 1;
    if (shape.size() != kAxes || (shape[axis] != 3 && shape[axis] != 0))
      return InvalidInput("the graph's input '" + input.name.substr(0, 80) +
                          "' is " + ShapeText(shape) +
                          ", not pictures of three channels ([batch, 3, "
                          "height, width])");
    const size_t first = value.steps.channels_last ? 1 : 2;
    result_.height = shape[first];
    result_.width = shape[first + 1];
  }
  input_is_real_ = input.is_real;
  values_[input.name] = std::move(value);
  return Status();
}

const Importer::Value* Importer::FindValue(const OnnxNode& node,
                                           size_t index) const {
  if (index >= node.inputs.size()) return nullptr;
  const auto found = values_.find(node.inputs[index]);
  return found == values_.end() ? nullptr : &found->second;
}

const OnnxConstant* Importer::FindConstant(const OnnxNode& node,
                                           size_t index) const {
  if (index >= node.inputs.size()) return nullptr;
  const auto found = constants_.find(node.inputs[index]);
  return found == constants_.end() ? nullptr : &found->second;
}

const Importer::Value* Importer::LayerInput(const OnnxNode& node,
                                            size_t index) const {
  const Value* value = FindValue(node, index);
  const bool good = value != nullptr && value->kind == Value::Kind::kLayer &&
                    !value->pad && !value->half_mean.has_value();
  return good ? value : nullptr;
}

const Importer::Value* Importer::StepsInput(const OnnxNode& node,
                                            size_t index) const {
  const Value* value = FindValue(node, index);
  const bool good =
      value != nullptr && value->kind == Value::Kind::kSteps && !value->pad;
  return good ? value : nullptr;
}

std::optional<size_t> Importer::TensorInput(const OnnxNode& node,
                                            size_t index) const {
  const OnnxConstant* constant = FindConstant(node, index);
  return constant == nullptr ? std::nullopt : constant->tensor;
}

std::optional<float> Importer::ScalarInput(const OnnxNode& node,
                                           size_t index) const {
  const std::optional<size_t> tensor = TensorInput(node, index);
  if (!tensor || result_.tensors[*tensor].size() != 1) return std::nullopt;
  return result_.tensors[*tensor].data[0];
}

bool Importer::IsReal(const OnnxNode& node, size_t index) const {
  if (const Value* value = FindValue(node, index))
    return value->kind == Value::Kind::kLayer ||
           (value->kind == Value::Kind::kSteps && input_is_real_);
  const auto tensor = TensorInput(node, index);
  if (!tensor) return false;
  switch (result_.tensors[*tensor].stored_as) {
    case ElementType::kF32:
    case ElementType::kF16:
    case ElementType::kBF16:
    case ElementType::kF64:
      return true;
    default:
      return false;
  }
}

std::optional<std::vector<int64_t>> Importer::Ints(const OnnxNode& node,
                                                   const std::string& attribute,
                                                   size_t index) const {
  if (node.attributes.contains(attribute)) return IntsOf(node, attribute, {});
  const OnnxConstant* constant = FindConstant(node, index);
  if (constant == nullptr || constant->ints.empty()) return std::nullopt;
  return constant->ints;
}

bool Importer::IsChannelAxis(int64_t axis, bool channels_last) {
  return channels_last ? axis == 3 || axis == -1 : axis == 1 || axis == -3;
}

size_t Importer::AddTensor(CheckpointTensor tensor) {
  result_.tensors.push_back(std::move(tensor));
  return result_.tensors.size() - 1;
}

bool Importer::Afford(size_t elements) {
  if (elements > elements_left_) return false;
  elements_left_ -= elements;
  return true;
}

Importer::Value Importer::LayerValue(size_t layer, bool pooled) {
  Value value{.kind = Value::Kind::kLayer};
  value.layer = layer;
  value.pooled = pooled;
  return value;
}

size_t Importer::AddLayer(const OnnxNode& node, Layer layer) {
  layer.title = node.Title();
  for (const size_t input : layer.inputs)
    layer.depth = std::max(layer.depth, result_.layers[input].depth + 1);
  result_.layers.push_back(std::move(layer));
  return result_.layers.size() - 1;
}

Importer::Values Importer::On(const Value& below, const OnnxNode& node,
                              Layer layer) {
  Value value = below;
  layer.inputs = {below.layer};
  value.layer = AddLayer(node, std::move(layer));
  return {value};
}

Importer::Value Importer::OtherLayer(const OnnxNode& node) {
  Layer layer;
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const Value* value = FindValue(node, i);
    if (value == nullptr) continue;
    if (value->kind == Value::Kind::kLayer)
      layer.inputs.push_back(value->layer);
    if (value->kind == Value::Kind::kSteps) layer.inputs.push_back(0);
  }
  if (layer.inputs.empty()) return {};
  return LayerValue(AddLayer(node, std::move(layer)));
}

Status Importer::CheckInputs(const OnnxNode& node) const {
  for (const std::string& input : node.inputs)
    if (!input.empty() && !values_.contains(input) &&
        !constants_.contains(input))
      return InvalidInput(node.Title() + " uses the value '" +
                          input.substr(0, 80) +
                          "' before anything makes it; export the network "
                          "again");
  for (const std::string& output : node.outputs)
    if (!output.empty() &&
        (values_.contains(output) || constants_.contains(output)))
      return InvalidInput("the graph makes the value '" + output.substr(0, 80) +
                          "' twice; export the network again");
  return Status();
}

// Whether the node only computes with sizes.
bool Importer::IsShapeArithmetic(const OnnxNode& node) const {
  bool any = false;
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const Value* value = FindValue(node, i);
    if (value == nullptr) continue;
    if (value->kind != Value::Kind::kShape) return false;
    any = true;
  }
  return any;
}

void Importer::Note(const std::string& note) {
  std::vector<std::string>& notes = result_.notes;
  if (std::find(notes.begin(), notes.end(), note) == notes.end())
    notes.push_back(note);
}

Status Importer::AddNode(const OnnxNode& node) {
  CAMGLASS_RETURN_IF_ERROR(CheckInputs(node));
  if (FoldIntegers(node) || FoldConstants(node)) return Status();
  Values made;
  const auto handler = Handlers().find(node.op);
  if (IsShapeArithmetic(node))
    made = {Value{.kind = Value::Kind::kShape}};
  else if (handler != Handlers().end())
    made = (this->*handler->second)(node);
  if (!refusal_.empty()) return InvalidInput(refusal_);
  for (size_t i = 0; i < node.outputs.size(); ++i) {
    const std::string& name = node.outputs[i];
    if (name.empty() || constants_.contains(name)) continue;
    Value value;
    if (i < made.size())
      value = made[i];
    else if (made.empty())
      value = OtherLayer(node);
    if (!values_.emplace(name, std::move(value)).second)
      return InvalidInput(node.Title() + " makes one value twice");
  }
  return Status();
}

StatusOr<LayerGraph> Importer::Finish() && {
  for (const std::string& name : output_names_) {
    const auto found = values_.find(name);
    if (found != values_.end() && found->second.kind == Value::Kind::kLayer)
      result_.outputs.push_back(found->second.layer);
  }
  if (result_.outputs.empty())
    return InvalidInput(
        "no output of the graph is made from its input; export the network "
        "again");
  if (used_steps_) result_.normalisation = *used_steps_;
  return std::move(result_);
}

StatusOr<LayerGraph> ImportLayers(const Checkpoint& checkpoint) {
  CAMGLASS_CHECK(checkpoint.onnx != nullptr);
  const OnnxGraph& graph = *checkpoint.onnx;
  if (graph.inputs.size() != 1)
    return InvalidInput("the graph has " + std::to_string(graph.inputs.size()) +
                        " inputs where a picture is the only one; export the "
                        "network alone");
  Importer importer(graph, checkpoint);
  CAMGLASS_RETURN_IF_ERROR(importer.SetInput(graph.inputs.front()));
  for (const OnnxNode& node : graph.nodes)
    CAMGLASS_RETURN_IF_ERROR(importer.AddNode(node));
  return std::move(importer).Finish();
}

namespace {

std::string PadText(const Padding& pad) {
  if (pad.rule == Padding::Rule::kSame) return " pad same";
  const bool one =
      pad.top == pad.left && pad.top == pad.bottom && pad.top == pad.right;
  if (one) return " pad " + std::to_string(pad.top);
  return " pad " + ShapeText(std::vector<size_t>{pad.top, pad.left, pad.bottom,
                                                 pad.right});
}

}  // namespace

std::string LayerText(const LayerGraph& graph, size_t id) {
  const Layer& layer = graph.layers[id];
  const Window& window = layer.window;
  std::string text = layer.title;
  const bool pool = layer.kind == LayerKind::kMaxPool ||
                    layer.kind == LayerKind::kAveragePool;
  if (!layer.params.empty())
    text += " " + ShapeText(graph.tensors[layer.params.front()].shape);
  if (pool)
    text += " " + std::to_string(window.kh) + "x" + std::to_string(window.kw);
  if (layer.kind == LayerKind::kBatchNorm) {
    char eps[32];
    std::snprintf(eps, sizeof eps, " eps %g", layer.eps);
    text += eps;
  }
  if (!pool && layer.kind != LayerKind::kConv) return text;
  text += " stride " + std::to_string(window.stride_h);
  if (window.stride_w != window.stride_h)
    text += "x" + std::to_string(window.stride_w);
  return text + PadText(window.pad) + (window.ceil ? " rounding up" : "");
}

}  // namespace camglass
