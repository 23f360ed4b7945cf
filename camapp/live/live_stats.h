// What a live run measures about itself.
#ifndef CAMGLASS_CAMAPP_LIVE_LIVE_STATS_H_
#define CAMGLASS_CAMAPP_LIVE_LIVE_STATS_H_

#include <cstdint>
#include <mutex>
#include <string>

#include "camapp/cam/explanation.h"
#include "camapp/live/percentiles.h"

namespace camglass {

struct LiveCounts {
  uint64_t received = 0;  // frames that the source gave
  uint64_t damaged = 0;   // that could not be decoded
  uint64_t decoded = 0;
  uint64_t faulty = 0;  // of these: JPEGs with faults that cost no pixel
  uint64_t explained = 0;
  uint64_t shown = 0;
  // Left out because newer ones came: before decoding and before the sink.
  uint64_t dropped = 0;
  // Shown with an older frame's map: normal while the network is slower.
  uint64_t not_explained = 0;
  uint64_t not_recorded = 0;  // the disk was too slow
};

struct LiveSpread {
  Percentiles decode, resize, infer, cam, draw, write;  // ms of work
  Percentiles age;  // ms from capture to having been written
};

// Safe for several threads.
class LiveStats {
 public:
  void AddDecoded(double ms);
  void AddExplained(const StageTimes& ms);
  // age_ms: not a number where it isn't known.
  void AddShown(double draw_ms, double write_ms, double age_ms);
  template <typename F>
  void Count(F&& change) {
    const std::lock_guard lock(mutex_);
    change(counts_);
  }

  LiveCounts counts() const;
  LiveSpread spread() const;

 private:
  mutable std::mutex mutex_;
  LiveCounts counts_;
  LiveSpread spread_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_LIVE_STATS_H_
