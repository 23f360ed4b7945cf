#include "camapp/live/live_frame.h"

#include <limits>

namespace camglass {

double AgeMs(const LiveFrame& frame, int64_t now_ns) {
  return frame.has_time ? static_cast<double>(now_ns - frame.captured_ns) / 1e6
                        : std::numeric_limits<double>::quiet_NaN();
}

void CopyFacts(const Explanation& from, Explanation* to) {
  to->resized.h = from.resized.h;
  to->resized.w = from.resized.w;
  to->covered = from.covered;
  to->top = from.top;
  to->mapped = from.mapped;
  to->facts = from.facts;
  to->map_size = from.map_size;
  to->non_finite = from.non_finite;
  to->ms = from.ms;
  to->serial = from.serial;
}

void CopyShown(const Explanation& from, Explanation* to) {
  CopyFacts(from, to);
  to->map = from.map;
  to->by = from.by;
  to->features = from.features;
  if (from.features.empty()) return;
  to->logits = from.logits;
  to->scores = from.scores;
}

}  // namespace camglass
