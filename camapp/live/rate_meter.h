// How often something happens.
#ifndef CAMGLASS_CAMAPP_LIVE_RATE_METER_H_
#define CAMGLASS_CAMAPP_LIVE_RATE_METER_H_

#include <algorithm>
#include <cstdint>

namespace camglass {

class RateMeter {
 public:
  // Something happened `count` times since the last call.
  void Add(int64_t now_ns, uint64_t count = 1) {
    if (count == 0) return;
    // Intervals are averaged, not rates: a burst after a pause isn't speed.
    if (last_ns_ != 0) {
      const double interval =
          static_cast<double>(now_ns - last_ns_) / static_cast<double>(count);
      interval_ns_ = interval_ns_ == 0
                         ? interval
                         : kKeep * interval_ns_ + (1 - kKeep) * interval;
    }
    last_ns_ = now_ns;
  }

  // Times a second; 0 where not known yet.
  double rate() const {
    return interval_ns_ == 0 ? 0 : 1e9 / std::max(interval_ns_, 1.0);
  }

 private:
  // Of the moving average: about the last ten intervals.
  static constexpr double kKeep = 0.9;

  double interval_ns_ = 0;
  int64_t last_ns_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_RATE_METER_H_
