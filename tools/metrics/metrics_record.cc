#include "tools/metrics/metrics_record.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tools/metrics/box_overlap.h"
#include "tools/metrics/road.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

// Above every count in a record.
constexpr size_t kMostNumbers = 100'000;
constexpr size_t kMostMaps = 16;

template <typename T>
void AddList(const char* key, const std::vector<T>& values, Json* json) {
  if (!values.empty()) (*json)[key] = values;
}

template <typename T>
void AddOne(const char* key, const std::optional<T>& value, Json* json) {
  if (value.has_value()) (*json)[key] = *value;
}

Json JsonOf(const JudgedMap& map) {
  Json json;
  json["map"] = map.map;
  json["align"] = map.align;
  AddList("deletion", map.deletion, &json);
  AddList("insertion", map.insertion, &json);
  AddOne("on_map", map.on_map, &json);
  AddList("most_first", map.most_first, &json);
  AddList("most_first_right", map.most_first_right, &json);
  AddList("least_first", map.least_first, &json);
  AddList("least_first_right", map.least_first_right, &json);
  AddOne("points", map.points, &json);
  AddOne("energy", map.energy, &json);
  AddList("overlaps", map.overlaps, &json);
  return json;
}

// Reads what an object may have; remembers whether something was another thing
// than it should be.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json), ok_(json.is_object()) {}

  bool ok() const { return ok_; }

  std::string Text(const char* key) {
    const Json* value = Find(key);
    if (value == nullptr) return "";
    Require(value->is_string() && *value != "");
    return ok_ ? value->get<std::string>() : "";
  }

  std::optional<double> Number(const char* key) {
    const Json* value = Find(key);
    if (value == nullptr) return std::nullopt;
    Require(IsFinite(*value));
    return ok_ ? std::optional(value->get<double>()) : std::nullopt;
  }

  std::optional<bool> Truth(const char* key) {
    const Json* value = Find(key);
    if (value == nullptr) return std::nullopt;
    Require(value->is_boolean());
    return ok_ ? std::optional(value->get<bool>()) : std::nullopt;
  }

  // `count` of them, or none; 0: any number but one.
  std::vector<double> Numbers(const char* key, size_t count) {
    return List<double>(key, count, IsFinite);
  }
  std::vector<bool> Truths(const char* key, size_t count) {
    return List<bool>(key, count,
                      [](const Json& value) { return value.is_boolean(); });
  }

  const Json* Find(const char* key) {
    if (!ok_ || !json_.contains(key)) return nullptr;
    return &json_[key];
  }
  void Require(bool fact) { ok_ = ok_ && fact; }

 private:
  static bool IsFinite(const Json& value) {
    return value.is_number() && std::isfinite(value.get<double>());
  }

  template <typename T, typename Check>
  std::vector<T> List(const char* key, size_t count, const Check& check) {
    const Json* value = Find(key);
    if (value == nullptr) return {};
    Require(value->is_array() && value->size() <= kMostNumbers &&
            (count == 0 ? value->size() > 1 : value->size() == count) &&
            std::all_of(value->begin(), value->end(), check));
    return ok_ ? value->get<std::vector<T>>() : std::vector<T>();
  }

  const Json& json_;
  bool ok_;
};

JudgedMap MapOf(const Json& json, bool* ok) {
  Reader reader(json);
  JudgedMap map;
  map.map = reader.Text("map");
  map.align = reader.Text("align");
  reader.Require(!map.map.empty() && !map.align.empty());
  const auto is_share = [](double value) { return value >= 0 && value <= 1; };
  map.deletion = reader.Numbers("deletion", 0);
  map.insertion = reader.Numbers("insertion", 0);
  map.on_map = reader.Number("on_map");
  constexpr size_t kRoad = std::size(kRoadRemoved);
  map.most_first = reader.Numbers("most_first", kRoad);
  map.most_first_right = reader.Truths("most_first_right", kRoad);
  map.least_first = reader.Numbers("least_first", kRoad);
  map.least_first_right = reader.Truths("least_first_right", kRoad);
  map.points = reader.Truth("points");
  map.energy = reader.Number("energy");
  map.overlaps = reader.Numbers("overlaps", kThresholds);
  const size_t road = map.most_first.size();
  reader.Require(road == map.least_first.size() &&
                 road == map.most_first_right.size() &&
                 road == map.least_first_right.size());
  reader.Require(map.deletion.empty() == map.insertion.empty());
  // Of one box: all or none.
  reader.Require(map.points.has_value() == !map.overlaps.empty() &&
                 map.energy.has_value() == !map.overlaps.empty());
  reader.Require(
      is_share(map.energy.value_or(0)) &&
      std::all_of(map.overlaps.begin(), map.overlaps.end(), is_share));
  *ok = *ok && reader.ok();
  return map;
}

}  // namespace

std::string ToLine(const MetricsRecord& record) {
  Json json;
  json["picture"] = record.picture;
  json["class"] = record.label;
  if (!record.error.empty()) {
    json["error"] = record.error;
  } else {
    json["score"] = record.score;
    AddOne("box_share", record.box_share, &json);
    for (const JudgedMap& map : record.maps)
      json["maps"].push_back(JsonOf(map));
    AddList("random_weights", record.random_weights, &json);
    AddOne("shuffled_labels", record.shuffled_labels, &json);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

StatusOr<MetricsRecord> ParseMetricsLine(std::string_view line,
                                         size_t classes) {
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  Reader reader(json);
  MetricsRecord record;
  record.picture = reader.Text("picture");
  const Json* label = reader.Find("class");
  reader.Require(!record.picture.empty() && label != nullptr &&
                 label->is_number_unsigned() && label->get<size_t>() < classes);
  if (reader.ok()) record.label = label->get<size_t>();
  record.error = reader.Text("error");
  const std::optional<double> score = reader.Number("score");
  // A record without its scores must not pass for one that has them.
  reader.Require(record.error.empty() == score.has_value());
  record.score = score.value_or(0);
  record.box_share = reader.Number("box_share");
  reader.Require(record.box_share.value_or(0) >= 0 &&
                 record.box_share.value_or(0) <= 1);
  bool maps_ok = true;
  if (const Json* maps = reader.Find("maps"); maps != nullptr) {
    reader.Require(maps->is_array() && maps->size() <= kMostMaps);
    if (reader.ok())
      for (const Json& map : *maps) record.maps.push_back(MapOf(map, &maps_ok));
  }
  record.random_weights = reader.Numbers("random_weights", 5);
  record.shuffled_labels = reader.Number("shuffled_labels");
  if (!reader.ok() || !maps_ok)
    return InvalidInput("a line that is not a picture's record");
  return record;
}

}  // namespace camglass
