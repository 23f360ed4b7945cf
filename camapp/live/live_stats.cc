#include "camapp/live/live_stats.h"

#include <cmath>

namespace camglass {

void LiveStats::AddDecoded(double ms) {
  const std::lock_guard lock(mutex_);
  spread_.decode.Add(ms);
  ++counts_.decoded;
}

void LiveStats::AddExplained(const StageTimes& ms) {
  const std::lock_guard lock(mutex_);
  spread_.resize.Add(ms.resize);
  spread_.infer.Add(ms.infer);
  spread_.cam.Add(ms.cam);
  ++counts_.explained;
}

void LiveStats::AddShown(double draw_ms, double write_ms, double age_ms) {
  const std::lock_guard lock(mutex_);
  spread_.draw.Add(draw_ms);
  spread_.write.Add(write_ms);
  if (std::isfinite(age_ms)) spread_.age.Add(age_ms);
  ++counts_.shown;
}

LiveCounts LiveStats::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

LiveSpread LiveStats::spread() const {
  const std::lock_guard lock(mutex_);
  return spread_;
}

}  // namespace camglass
