// Metrics for people, for spreadsheets and for scripts.
#ifndef CAMGLASS_TOOLS_METRICS_METRICS_TEXT_H_
#define CAMGLASS_TOOLS_METRICS_METRICS_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "tools/metrics/metrics_record.h"
#include "tools/metrics/metrics_summary.h"

namespace camglass {

// What numbers are of, told with them.
struct MetricsSource {
  std::string model;                 // as given
  std::string pictures;              // as given
  size_t layers = 0;                 // of the network, that have weights
  std::vector<std::string> classes;  // the model's
};

// A table: a line for each metric, a column for each map, names escaped.
std::string ForPeople(const MetricsSummary& summary,
                      const MetricsSource& source);

// One object; tools/metrics/FORMAT.md has its schema.
std::string ToJson(const MetricsSummary& summary, const MetricsSource& source);

// A line for each picture and map.
std::string MetricsCsv(const std::vector<MetricsRecord>& records,
                       const MetricsSource& source);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_METRICS_TEXT_H_
