// The report at the end of a live run.
#ifndef CAMGLASS_CAMAPP_LIVE_RUN_REPORT_H_
#define CAMGLASS_CAMAPP_LIVE_RUN_REPORT_H_

#include <cstdint>
#include <string>

#include "camapp/live/frame_source.h"
#include "camapp/live/live_stats.h"

namespace camglass {

// Wall and processor time since its construction.
class RunClock {
 public:
  RunClock();
  double seconds() const;
  double cpu_seconds() const;  // of all threads

 private:
  int64_t began_ns_;
  double cpu_began_;
};

// One line: frames, rate, what was left out.
std::string SummaryOf(const LiveStats& stats, const SourceState& source,
                      const RunClock& clock);

// A table on standard error: ages and stages at p50 and p95, CPU use, losses.
void PrintStats(const LiveStats& stats, const SourceState& source,
                const RunClock& clock);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_RUN_REPORT_H_
