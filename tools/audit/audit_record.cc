#include "tools/audit/audit_record.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tools/audit/base64.h"
#include "tools/audit/eval_record_json.h"
#include "tools/audit/exchange/area_average.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kColourBytes = kColourGrid * kColourGrid * 3;
constexpr size_t kMostExchanges = 100;
constexpr size_t kMostNumberBytes = 32;
constexpr size_t kMostOtherBytes = size_t{1} << 20;  // names above all

// Of a line. Parsed, it takes many times as much memory.
size_t MostBytes(const RecordShape& shape) {
  const size_t numbers = shape.set_classes * (kRegions + kMostExchanges);
  return kMostOtherBytes + 4 * shape.grid.h * shape.grid.w +
         kMostNumberBytes * numbers;
}

Json HalfJson(AuditHalf half) {
  if (half == AuditHalf::kNone) return nullptr;
  return half == AuditHalf::kSuggest ? "suggest" : "confirm";
}

std::vector<uint8_t> BytesOf(const std::vector<uint16_t>& values) {
  std::vector<uint8_t> bytes;
  for (const uint16_t value : values) {
    bytes.push_back(static_cast<uint8_t>(value & 0xFF));
    bytes.push_back(static_cast<uint8_t>(value >> 8));
  }
  return bytes;
}

Json JsonOf(const Exchange& exchange) {
  return {{"question", kQuestionNames[static_cast<size_t>(exchange.question)]},
          {"place", NameOf(exchange.place)},
          {"from", kDonorNames[static_cast<size_t>(exchange.from)]},
          {"logits", exchange.logits}};
}

// Reads values one after another; after the first that is not as it should be
// everything else is left alone.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}

  bool ok() const { return ok_; }
  bool Has(const char* key) const { return json_.contains(key); }

  const Json& At(const char* key) {
    static const Json nothing;
    if (ok_ && Has(key)) return json_[key];
    ok_ = false;
    return nothing;
  }

  // One of `names`, as its index.
  template <typename Enum, size_t kCount>
  Enum Named(const char* key,
             const std::array<std::string_view, kCount>& names) {
    const Json& value = At(key);
    const auto found = value.is_string() ? std::find(names.begin(), names.end(),
                                                     value.get<std::string>())
                                         : names.end();
    ok_ = ok_ && found != names.end();
    return ok_ ? static_cast<Enum>(found - names.begin()) : Enum{};
  }

  std::vector<float> Numbers(const char* key, size_t count) {
    return Numbers(At(key), count);
  }
  std::vector<float> Numbers(const Json& value, size_t count) {
    std::vector<float> numbers;
    ok_ = ok_ && value.is_array() && value.size() == count;
    for (size_t i = 0; ok_ && i < count; ++i) {
      ok_ = value[i].is_number();
      if (ok_) numbers.push_back(value[i].get<float>());
      ok_ = ok_ && std::isfinite(numbers.back());
    }
    return numbers;
  }

  std::vector<uint8_t> Bytes(const char* key, size_t count) {
    std::vector<uint8_t> bytes;
    for (const float number : Numbers(key, count)) {
      ok_ = ok_ && number >= 0 && number <= 255;
      if (ok_) bytes.push_back(static_cast<uint8_t>(number));
    }
    return bytes;
  }

  std::string Text(const char* key) {
    const Json& value = At(key);
    ok_ = ok_ && value.is_string();
    return ok_ ? value.get<std::string>() : std::string();
  }

  void Require(bool condition) { ok_ = ok_ && condition; }

 private:
  const Json& json_;
  bool ok_ = true;
};

AuditHalf ReadHalf(Reader* reader) {
  const Json& value = reader->At("half");
  if (value.is_null()) return AuditHalf::kNone;
  reader->Require(value == "suggest" || value == "confirm");
  return value == "suggest" ? AuditHalf::kSuggest : AuditHalf::kConfirm;
}

std::vector<uint16_t> ReadMap(Reader* reader, Extent grid) {
  const auto bytes = FromBase64(reader->Text("map"));
  reader->Require(bytes.has_value() && bytes->size() == 2 * grid.h * grid.w);
  std::vector<uint16_t> map;
  for (size_t i = 0; reader->ok() && i < bytes->size(); i += 2)
    map.push_back(static_cast<uint16_t>((*bytes)[i] | (*bytes)[i + 1] << 8));
  return map;
}

void ReadEvidence(Reader* reader, const RecordShape& shape,
                  AuditRecord* record) {
  const size_t rows = record->half == AuditHalf::kNone ? 1 : shape.set_classes;
  const Json& evidence = reader->At("evidence");
  reader->Require(evidence.is_array() && evidence.size() == rows);
  for (size_t i = 0; reader->ok() && i < rows; ++i) {
    const std::vector<float> sums = reader->Numbers(evidence[i], kRegions);
    record->evidence.emplace_back();
    std::copy(sums.begin(), sums.end(), record->evidence.back().begin());
  }
}

void ReadExchanges(Reader* reader, const RecordShape& shape,
                   AuditRecord* record) {
  Reader donors(reader->At("donors"));
  reader->Require(reader->ok() && reader->At("donors").is_object());
  if (!reader->ok()) return;
  record->own_donor = donors.Text("own");
  record->other_donor = donors.Text("other");
  const Json& exchanges = reader->At("exchanges");
  reader->Require(donors.ok() && exchanges.is_array() &&
                  exchanges.size() <= kMostExchanges);
  for (size_t i = 0; reader->ok() && i < exchanges.size(); ++i) {
    Reader one(exchanges[i]);
    Exchange exchange;
    reader->Require(exchanges[i].is_object());
    exchange.question = one.Named<Question>("question", kQuestionNames);
    exchange.place = one.Named<Place>("place", kPlaceNames);
    exchange.from = one.Named<Donor>("from", kDonorNames);
    exchange.logits = one.Numbers("logits", shape.set_classes);
    reader->Require(one.ok());
    record->exchanges.push_back(std::move(exchange));
  }
}

void ReadSize(Reader* reader, AuditRecord* record) {
  const std::vector<float> size = reader->Numbers("size", 2);
  reader->Require(size.size() == 2 && size[0] >= 1 && size[1] >= 1 &&
                  size[0] <= 1e6f && size[1] <= 1e6f);
  if (reader->ok())
    record->size = {static_cast<size_t>(size[0]), static_cast<size_t>(size[1])};
}

}  // namespace

std::string ToLine(const AuditRecord& record) {
  Json json = JsonOf(record.seen);
  json["half"] = HalfJson(record.half);
  if (!record.seen.error.empty()) return LineOf(json);
  json["logits"] = record.logits;
  json["margin"] = record.margin;
  json["size"] = {record.size.h, record.size.w};
  json["evidence"] = record.evidence;
  json["colours"] = record.colours;
  json["map"] = Base64(BytesOf(record.map));
  if (!record.exchanges.empty()) {
    json["donors"] = {{"own", record.own_donor}, {"other", record.other_donor}};
    json["exchanges"] = Json::array();
    for (const Exchange& exchange : record.exchanges)
      json["exchanges"].push_back(JsonOf(exchange));
  }
  return LineOf(json);
}

StatusOr<AuditRecord> ParseAuditLine(std::string_view line,
                                     const RecordShape& shape) {
  if (line.size() > MostBytes(shape))
    return InvalidInput("a line that is too long for a picture's record");
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  AuditRecord record;
  CAMGLASS_ASSIGN_OR_RETURN(record.seen,
                            EvalRecordOf(json, shape.model_classes));
  Reader reader(json);
  record.half = ReadHalf(&reader);
  if (record.seen.error.empty()) {
    record.logits = reader.Numbers("logits", shape.set_classes);
    reader.Require(reader.ok() && reader.At("margin").is_number());
    if (reader.ok()) record.margin = reader.At("margin").get<double>();
    ReadSize(&reader, &record);
    ReadEvidence(&reader, shape, &record);
    record.colours = reader.Bytes("colours", kColourBytes);
    record.map = ReadMap(&reader, shape.grid);
    if (reader.Has("donors")) ReadExchanges(&reader, shape, &record);
  }
  if (!reader.ok())
    return InvalidInput("a line that is not a picture's record of this audit");
  return record;
}

}  // namespace camglass
