#include "weights/onnx/field_count.h"

#include <google/protobuf/io/coded_stream.h>

#include <limits>
#include <string>

#include "weights/limits.h"

namespace camglass {
namespace {

using google::protobuf::io::CodedInputStream;

// The messages that hold others, and which: the tree of onnx_model.proto down
// to where fields can no longer be many.
enum class Message {
  kModel,
  kGraph,
  kNode,
  kAttribute,
  kTensor,
  kValue,
  kType,
  kTensorType,
  kShape,
  kFlat
};

struct Nested {
  Message in;
  uint32_t field;
  Message message;
};
constexpr Nested kNested[] = {
    {Message::kModel, 7, Message::kGraph},
    {Message::kModel, 8, Message::kFlat},
    {Message::kGraph, 1, Message::kNode},
    {Message::kGraph, 5, Message::kTensor},
    {Message::kGraph, 11, Message::kValue},
    {Message::kGraph, 12, Message::kValue},
    {Message::kNode, 5, Message::kAttribute},
    {Message::kAttribute, 5, Message::kTensor},
    {Message::kTensor, 13, Message::kFlat},
    {Message::kValue, 2, Message::kType},
    {Message::kType, 1, Message::kTensorType},
    {Message::kTensorType, 2, Message::kShape},
    {Message::kShape, 1, Message::kFlat},
};

const Nested* FindNested(Message in, uint32_t field) {
  for (const Nested& nested : kNested)
    if (nested.in == in && nested.field == field) return &nested;
  return nullptr;
}

// Fields of packed numbers that protobuf unpacks: each number counts.
bool IsUnpacked(Message in, uint32_t field) {
  constexpr uint32_t kFloats = 7;
  constexpr uint32_t kInts = 8;
  constexpr uint32_t kDims = 1;
  return (in == Message::kAttribute && (field == kFloats || field == kInts)) ||
         (in == Message::kTensor && field == kDims);
}

class Counter {
 public:
  explicit Counter(CodedInputStream* stream) : stream_(*stream) {}

  // False where the bytes are not a message.
  bool Walk(Message message) {
    for (;;) {
      const uint32_t tag = stream_.ReadTag();
      if (tag == 0) return stream_.ConsumedEntireMessage();
      if (++count_ > limits::kMaxOnnxFields) return true;
      if (!Step(message, tag >> 3, tag & 7)) return false;
    }
  }

  size_t count() const { return count_; }

 private:
  bool Step(Message message, uint32_t field, uint32_t wire) {
    constexpr uint32_t kVarint = 0;
    constexpr uint32_t kFixed64 = 1;
    constexpr uint32_t kBytes = 2;
    constexpr uint32_t kFixed32 = 5;
    uint64_t ignored = 0;
    if (wire == kVarint) return stream_.ReadVarint64(&ignored);
    if (wire == kFixed64) return stream_.Skip(8);
    if (wire == kFixed32) return stream_.Skip(4);
    uint32_t length = 0;
    if (wire != kBytes || !stream_.ReadVarint32(&length) ||
        length > uint32_t{std::numeric_limits<int>::max()})
      return false;
    if (IsUnpacked(message, field)) count_ += length;
    const Nested* nested = FindNested(message, field);
    if (nested == nullptr) return stream_.Skip(static_cast<int>(length));
    const auto limit = stream_.PushLimit(static_cast<int>(length));
    const bool good = Walk(nested->message);
    if (count_ > limits::kMaxOnnxFields) return true;
    stream_.PopLimit(limit);
    return good;
  }

  CodedInputStream& stream_;
  size_t count_ = 0;
};

}  // namespace

Status CheckOnnxFieldCount(std::span<const std::byte> file) {
  CodedInputStream stream(reinterpret_cast<const uint8_t*>(file.data()),
                          static_cast<int>(file.size()));
  Counter counter(&stream);
  const bool good = counter.Walk(Message::kModel);
  if (counter.count() > limits::kMaxOnnxFields)
    return InvalidInput("the .onnx has more than " +
                        std::to_string(limits::kMaxOnnxFields) + " fields");
  if (!good)
    return InvalidInput("the .onnx is damaged or cut short; get it again");
  return Status();
}

}  // namespace camglass
