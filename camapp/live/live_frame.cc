#include "camapp/live/live_frame.h"

#include <limits>

namespace camglass {

double AgeMs(const LiveFrame& frame, int64_t now_ns) {
  return frame.has_time ? static_cast<double>(now_ns - frame.captured_ns) / 1e6
                        : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace camglass
