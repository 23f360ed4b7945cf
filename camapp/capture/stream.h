// A running stream: the driver's buffers in our memory, newest frame first.
#ifndef CAMGLASS_CAMAPP_CAPTURE_STREAM_H_
#define CAMGLASS_CAMAPP_CAPTURE_STREAM_H_

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "camapp/capture/device.h"
#include "camapp/capture/frame_format.h"
#include "engine/base/status.h"

namespace camglass {

// What became of the frames that the driver delivered or should have.
struct StreamCounts {
  uint64_t delivered = 0;     // copied out
  uint64_t stale = 0;         // skipped because a newer one was there
  uint64_t missing = 0;       // gaps in the driver's sequence numbers
  uint64_t flagged = 0;       // marked as damaged by the driver
  uint64_t short_frames = 0;  // fewer bytes than the format needs
};

class Stream {
 public:
  // Sets up MMAP buffers for `format`, which the device must have been set to,
  // and starts streaming. `device` must outlive the stream.
  static StatusOr<std::unique_ptr<Stream>> Start(const Device& device,
                                                 const FrameFormat& format);
  // Stops streaming and gives the buffers back.
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  const FrameFormat& format() const { return format_; }
  const StreamCounts& counts() const { return counts_; }

  enum class Taken { kFrame, kNone, kStale };
  // Takes all frames that are ready and copies the newest good one into
  // *frame, whose memory is reused. kNone: none was ready, or none was good.
  // kStale: they were left from before this process stood still for a while,
  // and the driver had no room for newer ones; it has now. Never twice in a
  // row. Fails with kUnavailable where the camera is gone.
  StatusOr<Taken> TakeNewest(CapturedFrame* frame);

 private:
  struct Mapped {
    void* address = nullptr;
    size_t length = 0;
  };
  using Buffer = std::array<Mapped, kMaxPlanes>;
  struct Dequeued;
  struct Batch;

  Stream(const Device& device, const FrameFormat& format);

  Status RequestBuffers();
  Status MapBuffer(uint32_t index);
  Status Queue(uint32_t index);
  // kNone where no buffer is ready.
  StatusOr<Taken> Dequeue(Dequeued* dequeued);
  Status DequeueAll(Batch* batch);
  bool IsStale(const Batch& batch) const;
  bool IsGood(const Dequeued& dequeued);
  void CopyOut(const Dequeued& dequeued, CapturedFrame* frame);

  const Device& device_;
  FrameFormat format_;
  std::array<size_t, kMaxPlanes> needed_;
  std::vector<Buffer> buffers_;
  std::vector<bool> queued_;
  bool streaming_ = false;
  StreamCounts counts_;
  bool have_sequence_ = false;
  uint32_t last_sequence_ = 0;
  int64_t began_ns_ = 0;
  int64_t last_taken_ns_ = 0;  // when we last looked
  bool left_stale_ = false;    // ... and what was there was stale
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_STREAM_H_
