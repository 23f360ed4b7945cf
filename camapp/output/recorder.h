// Writes frames as captured into a recording (camapp/video/FORMAT.md).
#ifndef CAMGLASS_CAMAPP_OUTPUT_RECORDER_H_
#define CAMGLASS_CAMAPP_OUTPUT_RECORDER_H_

#include <memory>
#include <string>

#include "camapp/capture/frame_format.h"
#include "camapp/output/stream_sink.h"
#include "engine/base/status.h"

namespace camglass {

class FrameRecorder {
 public:
  virtual ~FrameRecorder() = default;

  // Used by one thread. An error ends a live run.
  virtual Status Write(const CapturedFrame& frame) = 0;

  // From any thread: whether frames should come at all, now.
  virtual bool wants_frames() const { return true; }
};

class Recorder : public FrameRecorder {
 public:
  // path, overwrite, stop_fd, and what becomes of the file: as StreamSink has
  // them.
  static StatusOr<std::unique_ptr<Recorder>> Open(const std::string& path,
                                                  bool overwrite,
                                                  int stop_fd = -1);
  Status Write(const CapturedFrame& frame) override;
  Status Finish() { return stream_->Finish(); }

 private:
  explicit Recorder(std::unique_ptr<StreamSink> stream);

  std::unique_ptr<StreamSink> stream_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_RECORDER_H_
