#include "weights/caffe/caffe_reader.h"

#include <google/protobuf/io/coded_stream.h>

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/counted.h"
#include "weights/caffe/caffe_net.pb.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using google::protobuf::io::CodedInputStream;

CodedInputStream Stream(std::span<const std::byte> file) {
  return CodedInputStream(reinterpret_cast<const uint8_t*>(file.data()),
                          static_cast<int>(file.size()));
}

bool FitsProtobuf(std::span<const std::byte> file) {
  return file.size() <= static_cast<size_t>(std::numeric_limits<int>::max());
}

// The shape that the blob gives, in the new form or the old one.
std::optional<std::vector<size_t>> ShapeOf(const caffe::Blob& blob) {
  std::vector<size_t> shape;
  const auto add = [&shape](int64_t side) {
    if (side >= 0) shape.push_back(static_cast<size_t>(side));
    return side >= 0;
  };
  if (!blob.has_shape()) {
    if (add(blob.num()) && add(blob.channels()) && add(blob.height()) &&
        add(blob.width()))
      return shape;
    return std::nullopt;
  }
  for (int64_t side : blob.shape().dim())
    if (!add(side)) return std::nullopt;
  return shape;
}

std::vector<float> ValuesOf(const caffe::Blob& blob) {
  std::vector<float> values(blob.data().begin(), blob.data().end());
  values.reserve(values.size() + static_cast<size_t>(blob.double_data_size()));
  for (double value : blob.double_data())
    values.push_back(static_cast<float>(value));
  return values;
}

// Layers of both forms have the same accessors.
template <typename LayerMessage>
Status AddLayer(const LayerMessage& layer, CheckpointBudget* budget,
                Checkpoint* checkpoint) {
  for (int i = 0; i < layer.blobs_size(); ++i) {
    const caffe::Blob& blob = layer.blobs(i);
    const std::string name = layer.name() + ":" + std::to_string(i);
    const auto shape = ShapeOf(blob);
    if (!shape)
      return InvalidInput("the blob '" + name + "' has a negative side");
    CAMGLASS_ASSIGN_OR_RETURN(const size_t count, budget->Admit(name, *shape));
    const size_t given = static_cast<size_t>(blob.data_size()) +
                         static_cast<size_t>(blob.double_data_size());
    if (given == 0 && count > 0 && !blob.unknown_fields().empty())
      return InvalidInput("the values of the blob '" + name +
                          "' are in a form of another Caffe's (NVIDIA's, in "
                          "half precision), which is not read; save it there "
                          "with store_blobs_in_old_format: true");
    if (given != count)
      return InvalidInput("the blob '" + name + "' has " +
                          Counted(given, "value") + " where its shape " +
                          ShapeText(*shape) + " asks for " +
                          std::to_string(count));
    const auto stored =
        blob.double_data_size() > 0 ? ElementType::kF64 : ElementType::kF32;
    checkpoint->tensors.push_back(
        TensorFromValues(name, *shape, stored, ValuesOf(blob)));
  }
  return Status();
}

}  // namespace

bool LooksLikeCaffeModel(std::span<const std::byte> file) {
  constexpr uint32_t kVarint = 0;
  constexpr uint32_t kBytes = 2;
  constexpr uint32_t kFixed32 = 5;
  constexpr uint32_t kName = 1;
  constexpr uint32_t kV1Layers = 2;
  constexpr uint32_t kLayers = 100;
  if (file.empty() || !FitsProtobuf(file)) return false;
  CodedInputStream stream = Stream(file);
  // A file that is cut short still starts like one: the first fields decide.
  constexpr int kFieldsLookedAt = 64;
  bool layers = false;
  for (int i = 0; i < kFieldsLookedAt; ++i) {
    const uint32_t tag = stream.ReadTag();
    if (tag == 0) return layers;
    const uint32_t field = tag >> 3;
    const uint32_t wire = tag & 7;
    const bool is_layer = field == kV1Layers || field == kLayers;
    if ((is_layer || field == kName) && wire != kBytes) return false;
    layers = layers || is_layer;
    uint32_t length = 0;
    uint64_t ignored = 0;
    bool skipped = false;
    if (wire == kVarint)
      skipped = stream.ReadVarint64(&ignored);
    else if (wire == kFixed32)
      skipped = stream.Skip(4);
    else if (wire == kBytes)
      skipped =
          stream.ReadVarint32(&length) &&
          length <= static_cast<uint32_t>(std::numeric_limits<int>::max()) &&
          stream.Skip(static_cast<int>(length));
    if (!skipped) return layers;
  }
  return layers;
}

StatusOr<Checkpoint> ReadCaffeModel(const FileBytes& file) {
  if (!FitsProtobuf(file.bytes))
    return InvalidInput("the file is larger than the 2 GiB of a .caffemodel");
  CodedInputStream stream = Stream(file.bytes);
  stream.SetRecursionLimit(limits::kMaxProtobufNesting);
  caffe::Net net;
  if (!net.MergePartialFromCodedStream(&stream) ||
      !stream.ConsumedEntireMessage())
    return InvalidInput(
        "the .caffemodel is damaged or cut short; get it again");
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kCaffe;
  CheckpointBudget budget(file.bytes.size());
  for (const caffe::V1Layer& layer : net.v1_layers())
    CAMGLASS_RETURN_IF_ERROR(AddLayer(layer, &budget, &checkpoint));
  for (const caffe::Layer& layer : net.layers())
    CAMGLASS_RETURN_IF_ERROR(AddLayer(layer, &budget, &checkpoint));
  return checkpoint;
}

}  // namespace camglass
