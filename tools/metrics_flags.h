// The flags of camtool metrics.
#ifndef CAMGLASS_TOOLS_METRICS_FLAGS_H_
#define CAMGLASS_TOOLS_METRICS_FLAGS_H_

#include <string>
#include <vector>

#include "engine/base/status.h"
#include "tools/labelled_flags.h"
#include "tools/metrics/metrics_pass.h"

namespace CLI {
class App;
}

namespace camglass {

enum class JudgedAlign { kBoth, kSeed, kReceptive };

struct MetricsFlags : LabelledFlags {
  std::vector<std::string> pictures;
  std::string measures = "curves,drop,road,boxes";
  std::string maps = "cam,random";
  JudgedAlign align = JudgedAlign::kBoth;
  std::string checks;
  bool json = false;

  // What CheckMetricsFlags makes of them.
  MetricsChoice choice;
  bool checks_weights = false;
  bool checks_labels = false;
};

// *flags must outlive the parsing.
void AddMetricsFlags(CLI::App* command, MetricsFlags* flags);

// Fails where they contradict each other, or a word is not known.
Status CheckMetricsFlags(MetricsFlags* flags);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_FLAGS_H_
