#include "tools/metrics/metrics_text.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "tools/audit/separated_values.h"
#include "tools/metrics/confidence_drop.h"
#include "tools/metrics/pixel_curves.h"
#include "tools/metrics/random_weights.h"
#include "tools/metrics/road.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;
using CellOf = std::function<std::string(const MapSummary&)>;

std::string Line(const MetricsSummary& summary, const std::string& name,
                 const CellOf& cell) {
  std::string line = Format("%-32s", name);
  for (const MapSummary& map : summary.maps) line += Format("%17s", cell(map));
  return line + "\n";
}

std::string Text(const Mean& mean) {
  return Format("%.4f (%.4f)", mean.value, mean.error);
}

std::string FaithfulnessLines(const MetricsSummary& summary) {
  const MapSummary& first = summary.maps.front();
  std::string lines;
  if (first.deletion.count > 0)
    lines += Line(summary, "deletion, lower is better",
                  [](const MapSummary& map) { return Text(map.deletion); }) +
             Line(summary, "insertion, higher is better",
                  [](const MapSummary& map) { return Text(map.insertion); });
  if (first.drop.count > 0)
    lines += Line(summary, "average drop, lower",
                  [](const MapSummary& map) { return Text(map.drop); }) +
             Line(summary, "increase in confidence, higher",
                  [](const MapSummary& map) {
                    return Format("%.4f", map.increase.value);
                  });
  if (first.road.count > 0)
    lines += Line(summary, "ROAD, higher",
                  [](const MapSummary& map) { return Text(map.road); });
  return lines;
}

std::string BoxLines(const MetricsSummary& summary) {
  if (summary.maps.front().with_boxes == 0) return "";
  std::string lines =
      Format("%s with boxes, which cover %.4f of what the network saw:\n",
             Counted(summary.maps.front().with_boxes, "picture"),
             summary.box_share.value);
  lines += Line(summary, "pointing game, higher", [](const MapSummary& map) {
    return Format("%.4f", map.pointing.value);
  });
  lines += Line(summary, "energy in the box, higher",
                [](const MapSummary& map) { return Text(map.energy); });
  for (size_t i = 0; i < kOverlapsNeeded.size(); ++i)
    lines += Line(summary, Format("MaxBoxAcc %.1f, higher", kOverlapsNeeded[i]),
                  [i](const MapSummary& map) {
                    return Format("%.4f at 0.%02zu", map.boxes[i].value,
                                  map.boxes[i].threshold);
                  });
  lines += Line(summary, "mean of these", [](const MapSummary& map) {
    return Format("%.4f", map.boxes_mean);
  });
  return lines + Line(summary, "BoxAcc 0.5 at threshold 0.20",
                      [](const MapSummary& map) {
                        return Format("%.4f", map.boxes_fixed);
                      });
}

std::string SanityLines(const MetricsSummary& summary, size_t layers) {
  std::string lines;
  const std::vector<size_t> steps = CascadeOf(layers);
  for (size_t i = 0; i < summary.random_weights.size(); ++i)
    lines +=
        Format("  weights of the last %s shuffled: %s\n",
               Counted(steps[i], "layer"), Text(summary.random_weights[i]));
  if (summary.shuffled_labels.count > 0)
    lines += Format("  head of shuffled labels: %s\n",
                    Text(summary.shuffled_labels));
  if (lines.empty()) return "";
  return "sanity: rank correlation with the maps of a network without what it "
         "learned, near 0 is as it should be:\n" +
         lines;
}

Json JsonOf(const Mean& mean) {
  return {{"value", mean.value}, {"error", mean.error}, {"n", mean.count}};
}

Json JsonOf(const Share& share) {
  return {{"value", share.value}, {"low", share.low}, {"high", share.high}};
}

void AddFaithfulness(const MapSummary& map, Json* json) {
  if (map.deletion.count > 0) {
    (*json)["deletion"] = JsonOf(map.deletion);
    (*json)["insertion"] = JsonOf(map.insertion);
  }
  if (map.drop.count > 0) {
    (*json)["average_drop"] = JsonOf(map.drop);
    (*json)["increase"] = JsonOf(map.increase);
  }
  if (map.road.count == 0) return;
  (*json)["road"] = JsonOf(map.road);
  (*json)["road_removed"] = kRoadRemoved;
  (*json)["most_first"] = map.most_first;
  (*json)["least_first"] = map.least_first;
  (*json)["most_first_accuracy"] = map.most_first_accuracy;
  (*json)["least_first_accuracy"] = map.least_first_accuracy;
}

Json JsonOf(const MapSummary& map) {
  Json json = {{"map", map.map}, {"align", map.align}};
  AddFaithfulness(map, &json);
  if (map.with_boxes == 0) return json;
  json["with_boxes"] = map.with_boxes;
  json["pointing"] = JsonOf(map.pointing);
  json["energy"] = JsonOf(map.energy);
  for (size_t i = 0; i < kOverlapsNeeded.size(); ++i)
    json["max_box_acc"].push_back(
        {{"overlap", kOverlapsNeeded[i]},
         {"value", map.boxes[i].value},
         {"threshold",
          static_cast<double>(map.boxes[i].threshold) / kThresholds}});
  json["max_box_acc_mean"] = map.boxes_mean;
  json["box_acc_fixed"] = map.boxes_fixed;
  return json;
}

std::string Number(bool there, const std::function<double()>& value) {
  return there ? Format(",%.6g", value()) : ",";
}

std::string CsvLine(const MetricsRecord& record, const JudgedMap& map,
                    const std::string& class_name) {
  std::string line = CommaSeparatedField(record.picture) + "," +
                     CommaSeparatedField(class_name) +
                     Format(",%.6g,%s,%s", record.score, map.map, map.align);
  line +=
      Number(!map.deletion.empty(), [&] { return AreaUnder(map.deletion); });
  line +=
      Number(!map.insertion.empty(), [&] { return AreaUnder(map.insertion); });
  line += Number(map.on_map.has_value(),
                 [&] { return ConfidenceDrop(record.score, *map.on_map); });
  line += Number(map.on_map.has_value(),
                 [&] { return *map.on_map > record.score ? 1.0 : 0.0; });
  line += Number(!map.most_first.empty(),
                 [&] { return RoadScore(map.most_first, map.least_first); });
  line +=
      Number(map.points.has_value(), [&] { return *map.points ? 1.0 : 0.0; });
  line += Number(map.energy.has_value(), [&] { return *map.energy; });
  line += Number(!map.overlaps.empty(),
                 [&] { return map.overlaps[kFixedThreshold]; });
  return line + "\n";
}

}  // namespace

std::string ForPeople(const MetricsSummary& summary,
                      const MetricsSource& source) {
  std::string text = Counted(summary.pictures, "picture");
  if (summary.unreadable > 0)
    text += Format(", %zu could not be read", summary.unreadable);
  text += "\n";
  if (summary.maps.empty()) return text;
  text += Line(summary, "", [](const MapSummary& map) { return map.map; });
  text += Line(summary, "means (standard errors)",
               [](const MapSummary& map) { return map.align; });
  return text + FaithfulnessLines(summary) + BoxLines(summary) +
         SanityLines(summary, source.layers);
}

std::string ToJson(const MetricsSummary& summary, const MetricsSource& source) {
  Json json;
  json["schema"] = 1;
  json["model"] = source.model;
  json["source"] = source.pictures;
  json["pictures"] = summary.pictures;
  json["unreadable"] = summary.unreadable;
  if (summary.box_share.count > 0)
    json["box_share"] = JsonOf(summary.box_share);
  json["maps"] = Json::array();
  for (const MapSummary& map : summary.maps)
    json["maps"].push_back(JsonOf(map));
  const std::vector<size_t> steps = CascadeOf(source.layers);
  for (size_t i = 0; i < summary.random_weights.size(); ++i) {
    Json step = JsonOf(summary.random_weights[i]);
    step["layers"] = steps[i];
    json["random_weights"].push_back(step);
  }
  if (summary.shuffled_labels.count > 0)
    json["shuffled_labels"] = JsonOf(summary.shuffled_labels);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string MetricsCsv(const std::vector<MetricsRecord>& records,
                       const MetricsSource& source) {
  std::string csv =
      "picture,class,score,map,align,deletion,insertion,drop,increase,road,"
      "pointing,energy,overlap_at_0.2\n";
  for (const MetricsRecord& record : records)
    for (const JudgedMap& map : record.maps)
      csv += CsvLine(record, map, source.classes[record.label]);
  return csv;
}

}  // namespace camglass
