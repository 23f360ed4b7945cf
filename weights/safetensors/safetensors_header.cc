#include "weights/safetensors/safetensors_header.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "engine/base/checked_math.h"
#include "weights/checkpoint.h"
#include "weights/limits.h"

namespace camglass {
namespace {

constexpr const char* kMetadataKey = "__metadata__";

struct TypeName {
  const char* name;
  ElementType type;
};
constexpr TypeName kTypeNames[] = {
    {"F32", ElementType::kF32},   {"F16", ElementType::kF16},
    {"BF16", ElementType::kBF16}, {"F64", ElementType::kF64},
    {"I64", ElementType::kI64},   {"I32", ElementType::kI32},
    {"I16", ElementType::kI16},   {"I8", ElementType::kI8},
    {"U8", ElementType::kU8},     {"BOOL", ElementType::kBool},
};

// Takes the header as the parser meets it, so that a hostile one never becomes
// a tree in memory. Returns false, with `status_` set, at the first offence.
class HeaderHandler : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool start_object(size_t) override {
    switch (place_) {
      case Place::kStart:
        place_ = Place::kRoot;
        return true;
      case Place::kRootValue:
        place_ = key_ == kMetadataKey ? Place::kMetadata : Place::kEntry;
        return true;
      default:
        return Refuse("an object where none belongs");
    }
  }

  bool end_object() override {
    switch (place_) {
      case Place::kRoot:
        place_ = Place::kEnd;
        return true;
      case Place::kMetadata:
        place_ = Place::kRoot;
        return true;
      case Place::kEntry:
        return FinishEntry();
      default:
        return Refuse("an object that ends too early");
    }
  }

  bool key(std::string& text) override {
    switch (place_) {
      case Place::kRoot:
        return StartEntry(text);
      case Place::kMetadata:
        return StartMetadata(text);
      case Place::kEntry:
        return StartField(text);
      default:
        return Refuse("a name where none belongs");
    }
  }

  bool string(std::string& text) override {
    if (place_ == Place::kMetadataValue) return FinishMetadata(text);
    if (place_ == Place::kType) return SetType(text);
    return Refuse("a text where none belongs");
  }

  bool start_array(size_t) override {
    if (place_ == Place::kShapeValue)
      place_ = Place::kShape;
    else if (place_ == Place::kOffsetsValue)
      place_ = Place::kOffsets;
    else
      return Refuse("a list where none belongs");
    return true;
  }

  bool end_array() override {
    if (place_ == Place::kOffsets && offsets_.size() != 2)
      return Refuse("data_offsets that are not two numbers");
    place_ = Place::kEntry;
    return true;
  }

  bool number_unsigned(uint64_t value) override {
    if (place_ == Place::kShape && entry_.shape.size() < limits::kMaxTensorDims)
      entry_.shape.push_back(value);
    else if (place_ == Place::kOffsets && offsets_.size() < 2)
      offsets_.push_back(value);
    else
      return Refuse("a number where none belongs");
    return true;
  }

  bool number_integer(int64_t) override { return Refuse("a negative number"); }
  bool number_float(double, const std::string&) override {
    return Refuse("a number that is not whole");
  }
  bool null() override { return Refuse("a null"); }
  bool boolean(bool) override { return Refuse("a truth value"); }
  bool binary(nlohmann::json::binary_t&) override { return Refuse("binary"); }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    return Refuse("something that is not JSON at byte " +
                  std::to_string(position));
  }

  const Status& status() const { return status_; }
  SafetensorsHeader Take() && { return std::move(header_); }

 private:
  enum class Place {
    kStart,
    kRoot,
    kRootValue,
    kMetadata,
    kMetadataValue,
    kEntry,
    kType,
    kShapeValue,
    kShape,
    kOffsetsValue,
    kOffsets,
    kEnd
  };

  bool Refuse(const std::string& what) {
    std::string where = key_.substr(0, 80);
    if (!where.empty()) where = " (near '" + where + "')";
    if (status_.ok())
      status_ = InvalidInput("the safetensors header has " + what + where +
                             "; the file is damaged or not safetensors");
    return false;
  }

  bool StartEntry(const std::string& name) {
    key_ = name;
    if (!names_.insert(name).second) return Refuse("a name twice");
    if (header_.entries.size() >= limits::kMaxTensors)
      return Refuse("more tensors than are accepted");
    entry_ = SafetensorsEntry();
    entry_.name = name;
    fields_.clear();
    offsets_.clear();
    place_ = Place::kRootValue;
    return true;
  }

  bool StartMetadata(const std::string& name) {
    metadata_key_ = name;
    if (header_.metadata.contains(name)) return Refuse("a name twice");
    if (header_.metadata.size() >= limits::kMaxMetadataEntries)
      return Refuse("more metadata than is accepted");
    place_ = Place::kMetadataValue;
    return true;
  }

  bool FinishMetadata(const std::string& text) {
    if (text.size() > limits::kMaxMetadataValueBytes)
      return Refuse("a longer metadata text than is accepted");
    header_.metadata.emplace(metadata_key_, text);
    place_ = Place::kMetadata;
    return true;
  }

  bool StartField(const std::string& name) {
    if (!fields_.insert(name).second) return Refuse("a name twice");
    if (name == "dtype")
      place_ = Place::kType;
    else if (name == "shape")
      place_ = Place::kShapeValue;
    else if (name == "data_offsets")
      place_ = Place::kOffsetsValue;
    else
      return Refuse("a field that is not dtype, shape or data_offsets");
    return true;
  }

  bool SetType(const std::string& text) {
    for (const TypeName& known : kTypeNames) {
      if (text != known.name) continue;
      entry_.type = known.type;
      place_ = Place::kEntry;
      return true;
    }
    return Refuse("the dtype '" + text.substr(0, 20) +
                  "', which is not supported,");
  }

  bool FinishEntry() {
    if (fields_.size() != 3) return Refuse("a tensor that lacks a field");
    entry_.begin = offsets_[0];
    entry_.end = offsets_[1];
    header_.entries.push_back(std::move(entry_));
    place_ = Place::kRoot;
    return true;
  }

  Status status_;
  SafetensorsHeader header_;
  Place place_ = Place::kStart;
  std::string key_;           // the tensor being read
  std::string metadata_key_;  // the metadata being read
  SafetensorsEntry entry_;
  std::vector<uint64_t> offsets_;
  std::set<std::string> names_;   // in the root
  std::set<std::string> fields_;  // in the tensor being read
};

Status CheckSize(const SafetensorsEntry& entry) {
  const auto count = CheckedElementCount(entry.shape);
  const auto bytes =
      count ? CheckedMultiply(*count, ElementBytes(entry.type)) : std::nullopt;
  if (bytes && entry.begin <= entry.end && entry.end - entry.begin == *bytes)
    return Status();
  return InvalidInput(
      "the safetensors header gives '" + entry.name.substr(0, 80) + "' " +
      std::to_string(entry.begin) + ".." + std::to_string(entry.end) +
      " bytes of data, which does not suit its shape " +
      ShapeText(entry.shape));
}

}  // namespace

const char* SafetensorsTypeName(ElementType type) {
  for (const TypeName& known : kTypeNames)
    if (known.type == type) return known.name;
  return nullptr;
}

StatusOr<SafetensorsHeader> ParseSafetensorsHeader(std::string_view json) {
  HeaderHandler handler;
  const bool parsed = nlohmann::json::sax_parse(json, &handler);
  if (!handler.status().ok()) return handler.status();
  if (!parsed) return InvalidInput("the safetensors header is not JSON");
  return std::move(handler).Take();
}

Status CheckSafetensorsLayout(const SafetensorsHeader& header,
                              uint64_t data_bytes) {
  std::vector<const SafetensorsEntry*> order;
  for (const SafetensorsEntry& entry : header.entries) {
    CAMGLASS_RETURN_IF_ERROR(CheckSize(entry));
    order.push_back(&entry);
  }
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::pair(a->begin, a->end) < std::pair(b->begin, b->end);
  });
  uint64_t at = 0;
  for (const SafetensorsEntry* entry : order) {
    if (entry->begin != at)
      return InvalidInput("the data of '" + entry->name.substr(0, 80) + "' " +
                          (entry->begin < at ? "overlaps" : "leaves a hole") +
                          " at byte " + std::to_string(entry->begin) +
                          ": the file is damaged; get it again");
    at = entry->end;
  }
  if (at != data_bytes)
    return InvalidInput("the tensors fill " + std::to_string(at) +
                        " bytes, but the file has " +
                        std::to_string(data_bytes) +
                        ": it is cut short or damaged; get it again");
  return Status();
}

}  // namespace camglass
