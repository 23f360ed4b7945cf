// The network's latest word, for whoever shows frames meanwhile.
#ifndef CAMGLASS_CAMAPP_LIVE_RESULT_BOARD_H_
#define CAMGLASS_CAMAPP_LIVE_RESULT_BOARD_H_

#include <cstdint>
#include <mutex>

#include "camapp/cam/explain.h"
#include "camapp/live/live_frame.h"
#include "engine/tensor.h"

namespace camglass {

// An explanation and the frame that it is of.
struct ShownResult {
  uint64_t version = 0;  // 0: there is none yet
  Extent frame_size;
  uint64_t frame_number = 0;
  bool still = false;       // the frame is one
  Explanation explanation;  // as CopyShown makes it
};

class ResultBoard {
 public:
  void Post(const Explanation& explanation, const LiveFrame& frame) {
    const std::lock_guard lock(mutex_);
    CopyShown(explanation, &latest_.explanation);
    latest_.frame_size = frame.picture.extent();
    latest_.frame_number = frame.number;
    latest_.still = frame.still;
    ++latest_.version;
  }

  uint64_t version() const {
    const std::lock_guard lock(mutex_);
    return latest_.version;
  }

  // Brings *result up to date, in its own memory.
  void Update(ShownResult* result) const {
    const std::lock_guard lock(mutex_);
    if (result->version == latest_.version) return;
    CopyShown(latest_.explanation, &result->explanation);
    result->frame_size = latest_.frame_size;
    result->frame_number = latest_.frame_number;
    result->still = latest_.still;
    result->version = latest_.version;
  }

 private:
  mutable std::mutex mutex_;
  ShownResult latest_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_RESULT_BOARD_H_
