// What one picture contributes to the metrics, and the line that keeps it.
#ifndef CAMGLASS_TOOLS_METRICS_METRICS_RECORD_H_
#define CAMGLASS_TOOLS_METRICS_METRICS_RECORD_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

// One map of the picture. What was not asked for, or can't be told of a picture
// without boxes, is empty.
struct JudgedMap {
  std::string map;    // "cam", "random", "occlusion", "score-cam"
  std::string align;  // "seed" or "receptive"; "own": it has cells of its own
  std::vector<double> deletion;    // DeletionCurve
  std::vector<double> insertion;   // InsertionCurve
  std::optional<double> on_map;    // ScoreOnMap
  std::vector<double> most_first;  // Road: scores, ...
  std::vector<double> least_first;
  std::vector<bool> most_first_right;  // ... and whether they are the best
  std::vector<bool> least_first_right;
  std::optional<bool> points;    // PointsInto
  std::optional<double> energy;  // EnergyInBoxes
  std::vector<double> overlaps;  // OverlapsAtThresholds
};

struct MetricsRecord {
  std::string picture;  // LabelledPicture::name, escaped
  size_t label = 0;     // the class that is asked about, of the model's
  std::string error;    // why there is nothing more; empty: there is
  double score = 0;     // of the class on the whole picture
  std::optional<double> box_share;  // BoxShare; none without boxes
  std::vector<JudgedMap> maps;
  // Rank correlations of the picture's map with those of randomised networks,
  // one for each step of CascadeOf, and of a head of shuffled labels with that
  // of true ones.
  std::vector<double> random_weights;
  std::optional<double> shuffled_labels;
};

// One JSON object on a line of its own, with its line feed. Equal records give
// equal lines, and numbers keep every bit.
std::string ToLine(const MetricsRecord& record);

// Fails where the line is not such an object, or the class is not below
// `classes`.
StatusOr<MetricsRecord> ParseMetricsLine(std::string_view line, size_t classes);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_METRICS_RECORD_H_
