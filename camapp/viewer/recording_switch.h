// Recording that can be switched on and off while frames run.
#ifndef CAMGLASS_CAMAPP_VIEWER_RECORDING_SWITCH_H_
#define CAMGLASS_CAMAPP_VIEWER_RECORDING_SWITCH_H_

#include <memory>
#include <mutex>
#include <string>

#include "camapp/output/recorder.h"
#include "engine/base/status.h"

namespace camglass {

// Safe for several threads.
class RecordingSwitch : public FrameRecorder {
 public:
  // stop_fd: as StreamSink has it.
  explicit RecordingSwitch(int stop_fd = -1) : stop_fd_(stop_fd) {}

  // Fails where the file exists (unless `overwrite`) or can't be written.
  Status Start(const std::string& path, bool overwrite);
  // Completes the file. Nothing happens where nothing is recorded. Fails with
  // what writing frames met, too; the file then ends with the frame before.
  Status Stop();

  // Whether frames could not be written: Stop tells why.
  bool failed() const;

  // Never fails: a full disk ends the recording, not the view.
  Status Write(const CapturedFrame& frame) override;
  bool wants_frames() const override;

 private:
  const int stop_fd_;
  mutable std::mutex mutex_;
  std::unique_ptr<Recorder> recorder_;
  Status failure_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_RECORDING_SWITCH_H_
