// What is told of a source while it runs: its state, and what is wrong with its
// frames.
#ifndef CAMGLASS_CAMAPP_LIVE_SOURCE_REPORT_H_
#define CAMGLASS_CAMAPP_LIVE_SOURCE_REPORT_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "camapp/capture/frame_format.h"
#include "camapp/capture/frame_to_rgb.h"
#include "camapp/live/frame_source.h"
#include "camapp/live/live_stats.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

class SourceReport {
 public:
  using Log = std::function<void(const std::string& line)>;  // from any thread
  // stats, which gets the counts of frames that are not as they should be, must
  // outlive the report.
  SourceReport(LiveStats* stats, Log log)
      : stats_(stats), log_(std::move(log)) {}

  // By the capturing thread, whenever the source may have changed.
  void Update(const FrameSource& source);

  // By the decoding thread: a frame of that format became a picture of that
  // size, or none. faults: of all frames so far.
  void NoteDecoded(const FrameFormat& format, Extent size,
                   const ToleratedFaults& faults);
  void NoteDamage(const Status& why);

  // By any thread. Into *state, whose memory is used again.
  void CopyTo(SourceState* state) const;

 private:
  void EndDamage();
  void NoteFaults(const ToleratedFaults& faults);
  void TellSize();  // under the mutex

  LiveStats* stats_;
  const Log log_;
  // The decoding thread's.
  uint64_t damaged_in_a_row_ = 0;
  bool damage_told_ = false;

  mutable std::mutex mutex_;
  int64_t damaged_since_ns_ = 0;  // 0: the last frame could be decoded
  Extent jpeg_size_;              // of the last that could; {0, 0} before
  SourceState state_;
};

// The words shown while a source delivers no picture: lines, the first one a
// heading; empty while frames come as they should.
std::vector<std::string> WaitingWords(const SourceState& source);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_SOURCE_REPORT_H_
