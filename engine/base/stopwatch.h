// Wall time in milliseconds.
#ifndef CAMGLASS_ENGINE_BASE_STOPWATCH_H_
#define CAMGLASS_ENGINE_BASE_STOPWATCH_H_

#include <chrono>

namespace camglass {

class Stopwatch {
 public:
  // Milliseconds since construction or the last Lap.
  double Lap() {
    const Clock::time_point now = Clock::now();
    const double ms =
        std::chrono::duration<double, std::milli>(now - start_).count();
    start_ = now;
    return ms;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_STOPWATCH_H_
