#include "tools/metrics/metrics_summary.h"

#include <cmath>
#include <optional>

#include "tools/metrics/confidence_drop.h"
#include "tools/metrics/pixel_curves.h"
#include "tools/metrics/road.h"

namespace camglass {
namespace {

Mean MeanOf(const std::vector<double>& values) {
  Mean mean;
  mean.count = values.size();
  if (values.empty()) return mean;
  const auto n = static_cast<double>(values.size());
  for (const double value : values) mean.value += value / n;
  if (values.size() == 1) return mean;
  double square = 0;
  for (const double value : values)
    square += (value - mean.value) * (value - mean.value);
  mean.error = std::sqrt(square / (n - 1) / n);
  return mean;
}

// A map as all pictures have it.
struct MapColumn {
  std::vector<double> deletion;
  std::vector<double> insertion;
  std::vector<double> drop;
  size_t increased = 0;
  std::vector<double> road;
  size_t pointing = 0;
  std::vector<double> energy;
  std::vector<std::vector<double>> overlaps;
};

template <typename T>
void AddTo(const std::vector<T>& values, std::vector<double>* sums) {
  sums->resize(values.size());
  for (size_t i = 0; i < values.size(); ++i)
    (*sums)[i] += static_cast<double>(values[i]);
}

void AddRoad(const JudgedMap& map, MapColumn* column, MapSummary* summary) {
  column->road.push_back(RoadScore(map.most_first, map.least_first));
  AddTo(map.most_first, &summary->most_first);
  AddTo(map.least_first, &summary->least_first);
  AddTo(map.most_first_right, &summary->most_first_accuracy);
  AddTo(map.least_first_right, &summary->least_first_accuracy);
}

void Add(const JudgedMap& map, double score, MapColumn* column,
         MapSummary* summary) {
  if (!map.deletion.empty())
    column->deletion.push_back(AreaUnder(map.deletion));
  if (!map.insertion.empty())
    column->insertion.push_back(AreaUnder(map.insertion));
  if (map.on_map.has_value()) {
    column->drop.push_back(ConfidenceDrop(score, *map.on_map));
    column->increased += *map.on_map > score ? 1 : 0;
  }
  if (!map.most_first.empty()) AddRoad(map, column, summary);
  if (map.points.has_value()) column->pointing += *map.points ? 1 : 0;
  if (map.energy.has_value()) column->energy.push_back(*map.energy);
  if (!map.overlaps.empty()) column->overlaps.push_back(map.overlaps);
}

void FinishBoxes(const MapColumn& column, MapSummary* summary) {
  summary->with_boxes = column.overlaps.size();
  if (summary->with_boxes == 0) return;
  summary->pointing = ShareOf(column.pointing, summary->with_boxes);
  summary->energy = MeanOf(column.energy);
  for (size_t i = 0; i < kOverlapsNeeded.size(); ++i) {
    summary->boxes[i] = MaxBoxAccuracy(column.overlaps, kOverlapsNeeded[i]);
    summary->boxes_mean += summary->boxes[i].value / kOverlapsNeeded.size();
  }
  summary->boxes_fixed = BoxAccuracyAt(column.overlaps, kFixedThreshold, 0.5);
}

void Finish(const MapColumn& column, MapSummary* summary) {
  summary->deletion = MeanOf(column.deletion);
  summary->insertion = MeanOf(column.insertion);
  summary->drop = MeanOf(column.drop);
  summary->increase = ShareOf(column.increased, column.drop.size());
  summary->road = MeanOf(column.road);
  for (std::vector<double>* sums :
       {&summary->most_first, &summary->least_first,
        &summary->most_first_accuracy, &summary->least_first_accuracy})
    for (double& sum : *sums) sum /= static_cast<double>(column.road.size());
  FinishBoxes(column, summary);
}

// The first record that has maps says which there are.
std::vector<MapSummary> MapsOf(const std::vector<MetricsRecord>& records) {
  std::vector<MapSummary> maps;
  for (const MetricsRecord& record : records) {
    for (const JudgedMap& map : record.maps) {
      maps.emplace_back();
      maps.back().map = map.map;
      maps.back().align = map.align;
    }
    if (!maps.empty()) break;
  }
  return maps;
}

MapSummary SummariseMap(MapSummary summary,
                        const std::vector<MetricsRecord>& records) {
  MapColumn column;
  for (const MetricsRecord& record : records)
    for (const JudgedMap& map : record.maps)
      if (map.map == summary.map && map.align == summary.align)
        Add(map, record.score, &column, &summary);
  Finish(column, &summary);
  return summary;
}

}  // namespace

MetricsSummary Summarise(const std::vector<MetricsRecord>& records) {
  MetricsSummary summary;
  std::vector<double> box_shares;
  std::vector<double> labels;
  std::vector<std::vector<double>> weights;
  for (const MetricsRecord& record : records) {
    ++(record.error.empty() ? summary.pictures : summary.unreadable);
    if (record.box_share.has_value()) box_shares.push_back(*record.box_share);
    if (record.shuffled_labels.has_value())
      labels.push_back(*record.shuffled_labels);
    if (weights.size() < record.random_weights.size())
      weights.resize(record.random_weights.size());
    for (size_t i = 0; i < record.random_weights.size(); ++i)
      weights[i].push_back(record.random_weights[i]);
  }
  summary.box_share = MeanOf(box_shares);
  summary.shuffled_labels = MeanOf(labels);
  for (const std::vector<double>& step : weights)
    summary.random_weights.push_back(MeanOf(step));
  for (MapSummary& map : MapsOf(records))
    summary.maps.push_back(SummariseMap(std::move(map), records));
  return summary;
}

}  // namespace camglass
