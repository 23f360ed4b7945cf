#include "camapp/viewer/recording_switch.h"

#include <utility>

namespace camglass {

Status RecordingSwitch::Start(const std::string& path, bool overwrite) {
  CAMGLASS_ASSIGN_OR_RETURN(auto recorder,
                            Recorder::Open(path, overwrite, stop_fd_));
  const std::lock_guard lock(mutex_);
  recorder_ = std::move(recorder);
  failure_ = Status();
  return Status();
}

Status RecordingSwitch::Stop() {
  const std::lock_guard lock(mutex_);
  const std::unique_ptr<Recorder> recorder = std::move(recorder_);
  if (!failure_.ok()) return std::exchange(failure_, Status());
  return recorder == nullptr ? Status() : recorder->Finish();
}

bool RecordingSwitch::wants_frames() const {
  const std::lock_guard lock(mutex_);
  return recorder_ != nullptr;
}

bool RecordingSwitch::failed() const {
  const std::lock_guard lock(mutex_);
  return !failure_.ok();
}

Status RecordingSwitch::Write(const CapturedFrame& frame) {
  const std::lock_guard lock(mutex_);
  if (recorder_ == nullptr) return Status();
  failure_ = recorder_->Write(frame);
  if (!failure_.ok()) recorder_.reset();  // which keeps the whole frames
  return Status();
}

}  // namespace camglass
