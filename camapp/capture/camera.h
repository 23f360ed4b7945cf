// A camera that stays usable whatever happens to it: found by what the user
// called it, set to a mode, and found again when it was gone.
//
// States and what leads from one to the next:
//
//   streaming --no frame for a while--> stalled --frame--> streaming
//   streaming --2 s of frames that are all damaged--> damaged --a whole one-->
//   streaming
//   stalled   --still none-----------> retrying
//   any of these --an error----------> retrying
//   any of these --unplugged---------> absent
//   retrying, absent --its node appears, or a timer--> streaming, or as before
//
// What "a while" is depends on what the camera was seen to need: stall_watch.h.
// While absent it is woken by its node appearing in /dev; the timer, 0.5 s to
// 5 s apart, is for what that can't tell. Nothing here ever spins or blocks
// longer than it was asked to.
#ifndef CAMGLASS_CAMAPP_CAPTURE_CAMERA_H_
#define CAMGLASS_CAMAPP_CAPTURE_CAMERA_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "camapp/capture/camera_info.h"
#include "camapp/capture/controls.h"
#include "camapp/capture/device.h"
#include "camapp/capture/mode_choice.h"
#include "camapp/capture/node_watch.h"
#include "camapp/capture/stall_watch.h"
#include "camapp/capture/stream.h"
#include "camapp/capture/system_calls.h"
#include "engine/base/status.h"

namespace camglass {

struct CameraOptions {
  std::string camera;  // as FindCamera takes it
  ModeWish wish;
  // The user asked for this very size or format: where the bus has no room for
  // it, that is an error, not a reason to take another.
  bool wish_is_firm = false;
  std::vector<ControlSetting> controls;
  bool lock_exposure = false;
  // The least silence that is a fault; 0: the default.
  double stall_timeout_s = 0;
};

enum class CameraState { kStreaming, kStalled, kDamaged, kRetrying, kAbsent };
const char* CameraStateName(CameraState state);

class Camera {
 public:
  // One line, without its end, for each change of state and each decision.
  using Log = std::function<void(const std::string& line)>;

  // Finds the camera and starts it. Where none is named, one that can't be
  // opened or used is passed over with a line for the next. Any failure here is
  // final: codes as FindCamera's and Device::Open's, kUnsupported where no mode
  // is usable; of several cameras that don't work, the first one's.
  static StatusOr<std::unique_ptr<Camera>> Start(SystemCalls& system,
                                                 const CameraOptions& options,
                                                 Log log);
  // Stops the stream and puts the controls back.
  ~Camera();
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

  // Waits at most timeout_ms, or until wake_fd (-1: none) is readable, for a
  // frame; true where *frame has a new one. Handles faults on the way.
  bool Next(int timeout_ms, int wake_fd, CapturedFrame* frame);

  CameraState state() const { return state_; }
  const CameraInfo& info() const { return info_; }
  // The camera's settings; those of its last stream while it has none.
  const FrameFormat& format() const { return format_; }
  double fps() const { return fps_; }  // nominal; 0 where not known
  // Over all streams so far.
  StreamCounts counts() const;

 private:
  Camera(SystemCalls& system, const CameraOptions& options, Log log);

  Status ConnectToFirst();
  Status Connect(const std::string& node);
  Status StartBestMode();
  Status StartMode(const ModeChoice& choice);
  Status PrepareDevice();

  bool WaitForFrame(int timeout_ms, int wake_fd, CapturedFrame* frame);
  bool TakeFrame(short ready, CapturedFrame* frame);
  void OnNoFrame(short ready);
  bool SourceChanged();
  void OnFrame();
  void OnSettled();
  void CheckForStall();
  void CheckForDamage();
  uint64_t DamagedSoFar() const;
  void GiveUp(int64_t silence);
  void Lose(const Status& why);

  // Milliseconds until then, at most most_ms.
  static int TimeoutMs(int64_t until_ns, int64_t now_ns, int most_ms);

  // Without a stream: camera_recovery.cc.
  void WaitForCamera(int timeout_ms, int wake_fd);
  void TryAgain();
  std::string FindNode();
  std::string LookForTwin();
  void OnAppeared(const std::string& node);
  void ReleaseDevice();

  SystemCalls& system_;
  CameraOptions options_;
  Log log_;

  CameraInfo info_;
  std::unique_ptr<Device> device_;
  std::unique_ptr<Stream> stream_;  // uses device_
  ControlGuard controls_;
  FrameFormat format_;
  double fps_ = 0;
  StreamCounts earlier_;  // of the streams before this one

  CameraState state_ = CameraState::kStreaming;
  StallWatch stall_;
  int64_t stream_began_ns_ = 0;
  int fruitless_polls_ = 0;  // in a row: ready, but no good frame
  uint64_t frames_in_stream_ = 0;
  // At the last whole frame, or when the stream began.
  int64_t whole_ns_ = 0;
  uint64_t damaged_then_ = 0;

  // While there is no stream.
  std::unique_ptr<NodeWatch> watch_;
  int64_t lost_ns_ = 0;
  int64_t appeared_ns_ = 0;  // 0: not yet, or not told
  int64_t next_attempt_ns_ = 0;
  int64_t pause_ns_ = 0;
  std::string last_failure_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_CAMERA_H_
