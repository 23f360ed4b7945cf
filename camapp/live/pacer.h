// Lets things happen at the distances in time that their timestamps have.
#ifndef CAMGLASS_CAMAPP_LIVE_PACER_H_
#define CAMGLASS_CAMAPP_LIVE_PACER_H_

#include <cstdint>

namespace camglass {

class Pacer {
 public:
  // Waits for the moment of a timestamp, the first one's being now; true once
  // it has come. False where wake_fd (-1: none) became readable, or a quarter
  // of a second has passed: then call again. A timestamp before the last one,
  // or far after it, starts a new count.
  bool WaitFor(int64_t timestamp_ns, int wake_fd);
  void Restart() { started_ = false; }

 private:
  bool started_ = false;
  int64_t first_ns_ = 0;  // timestamp ...
  int64_t began_ns_ = 0;  // ... and the clock's time that goes with it
  int64_t last_ns_ = 0;
};

// CLOCK_MONOTONIC.
int64_t MonotonicNs();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_PACER_H_
