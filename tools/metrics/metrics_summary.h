// Metrics of all pictures, from the pictures' records.
#ifndef CAMGLASS_TOOLS_METRICS_METRICS_SUMMARY_H_
#define CAMGLASS_TOOLS_METRICS_METRICS_SUMMARY_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "tools/audit/confidence.h"
#include "tools/metrics/box_overlap.h"
#include "tools/metrics/metrics_record.h"

namespace camglass {

// Over pictures; error: the mean's standard error, 0 for a single picture.
struct Mean {
  size_t count = 0;  // 0: it was not asked for
  double value = 0;
  double error = 0;
};

inline constexpr std::array<double, 3> kOverlapsNeeded = {0.3, 0.5, 0.7};

struct MapSummary {
  std::string map;
  std::string align;
  Mean deletion;  // areas under the curves
  Mean insertion;
  Mean drop;                       // 0 to 1
  Share increase;                  // of drop.count
  Mean road;                       // RoadScore
  std::vector<double> most_first;  // mean scores by kRoadRemoved
  std::vector<double> least_first;
  std::vector<double> most_first_accuracy;
  std::vector<double> least_first_accuracy;
  size_t with_boxes = 0;  // pictures that the rest is of
  Share pointing;
  Mean energy;
  std::array<BoxAccuracy, kOverlapsNeeded.size()> boxes;
  double boxes_mean = 0;   // of the three
  double boxes_fixed = 0;  // kFixedThreshold, 0.5 needed
};

struct MetricsSummary {
  size_t pictures = 0;  // that could be read
  size_t unreadable = 0;
  Mean box_share;
  std::vector<MapSummary> maps;      // in the records' order
  std::vector<Mean> random_weights;  // by the cascade's steps
  Mean shuffled_labels;
};

// The same for any order of the records up to rounding; of records in one
// order the same in every bit.
MetricsSummary Summarise(const std::vector<MetricsRecord>& records);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_METRICS_SUMMARY_H_
