// How long a camera may be silent before that is a fault: what its rate
// announces is not enough, since many cameras give fewer frames in the dark,
// and some need seconds for one. What a camera has shown itself to need counts,
// too.
#ifndef CAMGLASS_CAMAPP_CAPTURE_STALL_WATCH_H_
#define CAMGLASS_CAMAPP_CAPTURE_STALL_WATCH_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace camglass {

// Times are in nanoseconds, of one clock. What was learned of the camera holds
// over the streams of one watch: one that was started again for being slow is
// waited for longer than before.
class StallWatch {
 public:
  // timeout: the least silence that is a fault; 0: a second.
  explicit StallWatch(int64_t timeout);

  // A stream begins, at a nominal rate (0 where not known).
  void Begin(int64_t now, double fps);
  void OnFrame(int64_t now);
  // Frames come, but none was taken: the silence begins anew.
  void OnSign(int64_t now) { since_ = now; }
  // The silence lasted until now, and the stream is given up for it.
  void OnGivenUp(int64_t now);

  // Since the last frame, or else since the stream began.
  int64_t Silence(int64_t now) const { return now - since_; }
  // A silence as long as this is a fault. A stream may take longer for its
  // first frames, from which the camera's real rate is learned; the limit is
  // never below four frames of the nominal rate, nor three times the longest of
  // the last few intervals.
  int64_t Limit() const;

 private:
  void Learn(int64_t interval);

  int64_t least_;
  int64_t usual_first_limit_;
  int64_t first_limit_;
  double fps_ = 0;
  int64_t since_ = 0;
  size_t frames_ = 0;                      // in this stream
  std::array<int64_t, 8> intervals_ = {};  // the last ones, a ring
  size_t next_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_STALL_WATCH_H_
