#include "weights/onnx/onnx_reader.h"

#include <google/protobuf/io/coded_stream.h>

#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "weights/byte_reader.h"
#include "weights/limits.h"
#include "weights/onnx/field_count.h"
#include "weights/onnx/onnx_graph.h"
#include "weights/onnx/onnx_model.pb.h"
#include "weights/onnx/onnx_tensor.h"

namespace camglass {
namespace {

using google::protobuf::io::CodedInputStream;

constexpr int64_t kFirstOpset = 7;
constexpr int64_t kLastOpset = 24;

StatusOr<std::shared_ptr<const onnx::Model>> Parse(const FileBytes& file) {
  if (file.bytes.size() > size_t{std::numeric_limits<int>::max()})
    return InvalidInput(
        "the file is larger than the 2 GiB of an .onnx; store its weights "
        "beside it");
  CAMGLASS_RETURN_IF_ERROR(CheckOnnxFieldCount(file.bytes));
  CodedInputStream stream(reinterpret_cast<const uint8_t*>(file.bytes.data()),
                          static_cast<int>(file.bytes.size()));
  stream.SetRecursionLimit(limits::kMaxProtobufNesting);
  auto model = std::make_shared<onnx::Model>();
  if (!model->MergePartialFromCodedStream(&stream) ||
      !stream.ConsumedEntireMessage())
    return InvalidInput("the .onnx is damaged or cut short; get it again");
  if (!model->has_graph() || model->graph().node_size() == 0)
    return InvalidInput(
        "the .onnx has no graph with nodes in it; export the network again");
  return std::shared_ptr<const onnx::Model>(std::move(model));
}

bool IsOwnDomain(const std::string& domain) {
  return domain.empty() || domain == "ai.onnx";
}

StatusOr<int64_t> OpsetOf(const onnx::Model& model) {
  for (const onnx::OperatorSet& set : model.opset_import()) {
    if (!IsOwnDomain(set.domain())) continue;
    if (set.version() >= kFirstOpset && set.version() <= kLastOpset)
      return set.version();
    return InvalidInput(
        "the .onnx is of opset " + std::to_string(set.version()) + ", but " +
        std::to_string(kFirstOpset) + " to " + std::to_string(kLastOpset) +
        " are read; export it with opset_version=18");
  }
  return InvalidInput(
      "the .onnx does not say which opset it is of; export the network again");
}

OnnxAttribute AttributeFrom(const onnx::Attribute& attribute) {
  OnnxAttribute result;
  result.i = attribute.i();
  result.f = attribute.f();
  result.s = attribute.s();
  result.ints.assign(attribute.ints().begin(), attribute.ints().end());
  result.floats.assign(attribute.floats().begin(), attribute.floats().end());
  constexpr int kInt64 = 7;  // TensorProto.DataType
  const std::string& raw = attribute.t().raw_data();
  int64_t only = 0;
  if (attribute.t().data_type() == kInt64 && raw.size() == sizeof only) {
    std::memcpy(&only, raw.data(), sizeof only);
    result.ints = {only};
  }
  return result;
}

OnnxNode NodeFrom(const onnx::Node& node) {
  OnnxNode result;
  result.name = node.name();
  result.op = IsOwnDomain(node.domain()) ? node.op_type()
                                         : node.domain() + "." + node.op_type();
  result.inputs.assign(node.input().begin(), node.input().end());
  result.outputs.assign(node.output().begin(), node.output().end());
  for (const onnx::Attribute& attribute : node.attribute())
    result.attributes[attribute.name()] = AttributeFrom(attribute);
  return result;
}

Status MadeTwice(const std::string& value) {
  return InvalidInput("the .onnx makes the value '" + value.substr(0, 80) +
                      "' twice; export the network again");
}

// A Constant node's value, in whichever attribute it is. Texts and sparse
// tensors have no place in a network and stay empty.
StatusOr<OnnxConstant> ConstantFrom(const onnx::Node& node,
                                    OnnxTensors* tensors) {
  OnnxConstant constant;
  for (const onnx::Attribute& attribute : node.attribute()) {
    if (attribute.has_t()) return tensors->Add(node.output(0), attribute.t());
    if (attribute.name() == "value_int") constant.ints = {attribute.i()};
    if (attribute.name() == "value_ints" &&
        static_cast<size_t>(attribute.ints_size()) <=
            limits::kMaxOnnxShapeInts) {
      constant.ints.assign(attribute.ints().begin(), attribute.ints().end());
      constant.shape = {constant.ints.size()};
    }
    if (attribute.name() == "value_float")
      return tensors->AddFloats(node.output(0), {}, {attribute.f()});
    if (attribute.name() == "value_floats")
      return tensors->AddFloats(
          node.output(0), {static_cast<size_t>(attribute.floats_size())},
          {attribute.floats().begin(), attribute.floats().end()});
  }
  return constant;
}

Status ReadConstants(const onnx::Graph& from, OnnxTensors* tensors,
                     OnnxGraph* graph) {
  for (const onnx::Tensor& tensor : from.initializer()) {
    CAMGLASS_ASSIGN_OR_RETURN(OnnxConstant constant,
                              tensors->Add(tensor.name(), tensor));
    if (!graph->constants.emplace(tensor.name(), std::move(constant)).second)
      return MadeTwice(tensor.name());
  }
  for (const onnx::Node& node : from.node()) {
    if (node.op_type() != "Constant" || node.output_size() != 1) continue;
    CAMGLASS_ASSIGN_OR_RETURN(OnnxConstant constant,
                              ConstantFrom(node, tensors));
    if (!graph->constants.emplace(node.output(0), std::move(constant)).second)
      return MadeTwice(node.output(0));
  }
  return Status();
}

void ReadEnds(const onnx::Graph& from, OnnxGraph* graph) {
  for (const onnx::ValueInfo& info : from.input()) {
    // Before IR version 4 initialisers are inputs as well.
    if (graph->constants.contains(info.name())) continue;
    OnnxInput input;
    input.name = info.name();
    for (const onnx::Dimension& dim : info.type().tensor_type().shape().dim())
      input.shape.push_back(dim.value() > 0 ? static_cast<size_t>(dim.value())
                                            : 0);
    const int type = info.type().tensor_type().elem_type();
    input.is_real = type == 0 || IsRealOnnxType(type);
    graph->inputs.push_back(std::move(input));
  }
  for (const onnx::ValueInfo& info : from.output())
    graph->outputs.push_back(info.name());
}

}  // namespace

std::string OnnxNode::Title() const {
  const std::string& shown =
      name.empty() && !outputs.empty() ? outputs.front() : name;
  return op.substr(0, 80) + " '" + shown.substr(0, 80) + "'";
}

bool LooksLikeOnnx(std::span<const std::byte> file) {
  ByteReader reader(file);
  uint8_t tag = 0;
  uint8_t version = 0;
  constexpr uint8_t kVersionTag = 0x08;
  return reader.Read(&tag) && tag == kVersionTag && reader.Read(&version) &&
         version > 0 && version < 32;
}

StatusOr<Checkpoint> ReadOnnx(const FileBytes& file,
                              const ReadOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::shared_ptr<const onnx::Model> model,
                            Parse(file));
  auto graph = std::make_shared<OnnxGraph>();
  CAMGLASS_ASSIGN_OR_RETURN(graph->opset, OpsetOf(*model));
  graph->producer = model->producer_name();
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kOnnx;
  OnnxTensors tensors(file.bytes.size(), model, options, &checkpoint);
  CAMGLASS_RETURN_IF_ERROR(
      ReadConstants(model->graph(), &tensors, graph.get()));
  ReadEnds(model->graph(), graph.get());
  for (const onnx::Node& node : model->graph().node())
    if (node.op_type() != "Constant") graph->nodes.push_back(NodeFrom(node));
  checkpoint.onnx = std::move(graph);
  return checkpoint;
}

}  // namespace camglass
