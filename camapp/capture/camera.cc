#include "camapp/capture/camera.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace camglass {
namespace {

constexpr int64_t kMs = 1'000'000;
constexpr int64_t kSecond = 1'000 * kMs;

// A camera may need a while for its first frame; afterwards a pause of more
// than a second, or of four frames of a slow camera, is a stall.
constexpr int64_t kFirstFrameLimit = 5 * kSecond;
constexpr int64_t kStallLimit = 1 * kSecond;
constexpr int kStallFrames = 4;

constexpr int64_t kSoon = kSecond / 10;
constexpr int64_t kFirstPause = kSecond / 2;
constexpr int64_t kLongestPause = 5 * kSecond;

// A driver that says "ready" this often without a good frame is restarted.
constexpr int kMaxFruitlessPolls = 300;

// After so many frames a stream counts as sound: exposure has settled, and the
// next fault is a new one.
constexpr uint64_t kSettlingFrames = 30;

int TimeoutMs(int64_t until_ns, int64_t now_ns, int most_ms) {
  const int64_t left = std::max<int64_t>(0, until_ns - now_ns);
  return static_cast<int>(std::min<int64_t>(most_ms, (left + kMs - 1) / kMs));
}

std::string Seconds(int64_t ns) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3f s",
                static_cast<double>(ns) / static_cast<double>(kSecond));
  return text;
}

bool SameAsAsked(const FrameFormat& format, const CaptureMode& mode) {
  return format.fourcc == mode.fourcc && format.width == mode.width &&
         format.height == mode.height;
}

}  // namespace

const char* CameraStateName(CameraState state) {
  switch (state) {
    case CameraState::kStreaming:
      return "streaming";
    case CameraState::kStalled:
      return "stalled";
    case CameraState::kRetrying:
      return "retrying";
    case CameraState::kAbsent:
      return "absent";
  }
  return "?";
}

StatusOr<std::unique_ptr<Camera>> Camera::Start(SystemCalls& system,
                                                const CameraOptions& options,
                                                Log log) {
  std::unique_ptr<Camera> camera(new Camera(system, options, std::move(log)));
  CAMGLASS_ASSIGN_OR_RETURN(camera->info_, FindCamera(system, options.camera));
  const Status connected = camera->Connect(camera->info_.node);
  if (!connected.ok()) {
    camera->ReleaseDevice();
    return connected;
  }
  return camera;
}

Camera::Camera(SystemCalls& system, const CameraOptions& options, Log log)
    : system_(system), options_(options), log_(std::move(log)) {}

Camera::~Camera() { ReleaseDevice(); }

void Camera::ReleaseDevice() {
  if (stream_ != nullptr) earlier_ = counts();
  stream_.reset();
  if (device_ != nullptr) controls_.Restore(*device_);
  device_.reset();
}

StreamCounts Camera::counts() const {
  StreamCounts sum = earlier_;
  if (stream_ == nullptr) return sum;
  const StreamCounts& now = stream_->counts();
  sum.delivered += now.delivered;
  sum.stale += now.stale;
  sum.missing += now.missing;
  sum.flagged += now.flagged;
  sum.short_frames += now.short_frames;
  return sum;
}

Status Camera::Connect(const std::string& node) {
  CAMGLASS_ASSIGN_OR_RETURN(device_, Device::Open(system_, node));
  info_.node = node;
  info_.name = device_->abilities().card;
  CAMGLASS_RETURN_IF_ERROR(StartBestMode());
  stream_began_ns_ = system_.NowNs();
  last_frame_ns_ = 0;
  fruitless_polls_ = 0;
  frames_in_stream_ = 0;
  return Status();
}

Status Camera::StartBestMode() {
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::vector<CaptureMode> modes,
      device_->Modes(options_.wish.width, options_.wish.height));
  const std::vector<ModeChoice> ranked = RankModes(modes, options_.wish);
  Status failure =
      Unsupported(NoUsableMode(device_->node(), modes, options_.wish));
  double room = 0;  // bytes a second that were too many; 0: none so far
  for (const ModeChoice& choice : ranked) {
    if (room > 0 && BytesPerSecond(choice.mode, options_.wish.fps) >= room)
      continue;
    Status started = StartMode(choice);
    if (started.ok()) return started;
    failure = started;
    const bool next = started.code() == StatusCode::kUnsupported ||
                      started.code() == StatusCode::kExhausted;
    if (!next || options_.wish_is_firm) return failure;
    if (started.code() == StatusCode::kExhausted) {
      room = BytesPerSecond(choice.mode, options_.wish.fps);
      log_("camera: " + started.message() + "; trying a lighter mode");
    }
  }
  return failure;
}

Status Camera::StartMode(const ModeChoice& choice) {
  const CaptureMode& mode = choice.mode;
  CAMGLASS_ASSIGN_OR_RETURN(
      format_, device_->SetFormat(mode.fourcc, mode.width, mode.height));
  fps_ = device_->SetFps(options_.wish.fps);
  CAMGLASS_RETURN_IF_ERROR(PrepareDevice());
  CAMGLASS_ASSIGN_OR_RETURN(stream_, Stream::Start(*device_, format_));
  const std::string got =
      ModeText(format_.fourcc, format_.width, format_.height, fps_);
  log_("camera: '" + info_.name + "' (" + device_->node() + "): " + got +
       (SameAsAsked(format_, mode)
            ? " (" + choice.reason + ")"
            : " instead of " +
                  ModeText(mode.fourcc, mode.width, mode.height, 0) +
                  " by the driver's choice"));
  return Status();
}

Status Camera::PrepareDevice() {
  for (const ControlSetting& setting : options_.controls)
    CAMGLASS_RETURN_IF_ERROR(controls_.Set(*device_, setting));
  v4l2_event_subscription subscription = {};
  subscription.type = V4L2_EVENT_SOURCE_CHANGE;
  // Most cameras have no such event, and need none.
  device_->Call(VIDIOC_SUBSCRIBE_EVENT, &subscription);
  return Status();
}

bool Camera::Next(int timeout_ms, int wake_fd, CapturedFrame* frame) {
  if (stream_ != nullptr) return WaitForFrame(timeout_ms, wake_fd, frame);
  WaitForCamera(timeout_ms, wake_fd);
  return false;
}

int64_t Camera::StallLimitNs() const {
  if (last_frame_ns_ == 0) return kFirstFrameLimit;
  if (fps_ <= 0) return kStallLimit;
  return std::max(kStallLimit,
                  static_cast<int64_t>(kStallFrames * kSecond / fps_));
}

bool Camera::WaitForFrame(int timeout_ms, int wake_fd, CapturedFrame* frame) {
  const int64_t waiting_since = std::max(stream_began_ns_, last_frame_ns_);
  const int64_t patience =
      StallLimitNs() * (state_ == CameraState::kStalled ? 2 : 1);
  pollfd fds[] = {{device_->fd(), POLLIN | POLLPRI, 0}, {wake_fd, POLLIN, 0}};
  const int ready = system_.Poll(
      fds, 2, TimeoutMs(waiting_since + patience, system_.NowNs(), timeout_ms));
  if (ready < 0) {
    Lose(device_->Error("wait for a frame", -ready));
    return false;
  }
  bool taken = false;
  if (fds[0].revents != 0) taken = TakeFrame(fds[0].revents, frame);
  if (!taken && stream_ != nullptr) CheckForStall();
  return taken;
}

bool Camera::TakeFrame(short ready, CapturedFrame* frame) {
  if ((ready & POLLPRI) != 0 && SourceChanged()) {
    Lose(IoError(device_->node() + ": the picture's source changed"));
    return false;
  }
  auto taken = stream_->TakeNewest(frame);
  if (!taken.ok()) {
    Lose(taken.status());
    return false;
  }
  if (*taken == Stream::Taken::kFrame) {
    OnFrame();
    return true;
  }
  const bool broken = (ready & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  if (broken || ++fruitless_polls_ > kMaxFruitlessPolls)
    Lose(IoError(device_->node() + ": the stream broke off"));
  return false;
}

bool Camera::SourceChanged() {
  v4l2_event event = {};
  // A bounded number: more events would wake us again.
  for (int i = 0; i < 16; ++i) {
    if (device_->Call(VIDIOC_DQEVENT, &event) < 0) return false;
    if (event.type == V4L2_EVENT_SOURCE_CHANGE || event.type == V4L2_EVENT_EOS)
      return true;
  }
  return false;
}

void Camera::OnFrame() {
  const int64_t now = system_.NowNs();
  if (state_ == CameraState::kStalled)
    log_("camera: streaming: frames again after " +
         Seconds(now - std::max(stream_began_ns_, last_frame_ns_)));
  else if (state_ != CameraState::kStreaming)
    log_("camera: streaming: first frame from " + info_.node +
         (appeared_ns_ != 0
              ? ", " + Seconds(now - appeared_ns_) + " after the node appeared"
              : "") +
         ", " + Seconds(now - lost_ns_) + " after it was lost");
  state_ = CameraState::kStreaming;
  last_frame_ns_ = now;
  fruitless_polls_ = 0;
  appeared_ns_ = 0;
  watch_.reset();
  if (++frames_in_stream_ == kSettlingFrames) OnSettled();
}

void Camera::OnSettled() {
  pause_ns_ = 0;
  last_failure_.clear();
  if (!options_.lock_exposure) return;
  log_(controls_.LockExposure(*device_)
           ? "camera: exposure, gain and white balance are locked"
           : "camera: has no automatic exposure to lock");
}

void Camera::CheckForStall() {
  const int64_t now = system_.NowNs();
  const int64_t silent = now - std::max(stream_began_ns_, last_frame_ns_);
  const int64_t limit = StallLimitNs();
  if (state_ == CameraState::kStreaming && silent >= limit) {
    state_ = CameraState::kStalled;
    lost_ns_ = now;
    log_("camera: stalled: no frame for " + Seconds(silent));
  }
  if (silent >= 2 * limit ||
      (state_ == CameraState::kRetrying && silent >= limit))
    Lose(IoError(device_->node() + ": no frame for " + Seconds(silent) +
                 ", starting it again"));
}

void Camera::Lose(const Status& why) {
  const bool gone = why.code() == StatusCode::kUnavailable ||
                    why.code() == StatusCode::kNotFound;
  const CameraState before = state_;
  ReleaseDevice();
  state_ = gone ? CameraState::kAbsent : CameraState::kRetrying;
  const int64_t now = system_.NowNs();
  if (before == CameraState::kStreaming) lost_ns_ = now;
  if (gone) appeared_ns_ = 0;
  // A camera that is still there is asked again soon, the first time.
  const bool first = pause_ns_ == 0;
  pause_ns_ = first ? kFirstPause : std::min(pause_ns_ * 2, kLongestPause);
  next_attempt_ns_ = now + (first && !gone ? kSoon : pause_ns_);
  if (watch_ == nullptr) watch_ = std::make_unique<NodeWatch>(system_);
  const bool news =
      state_ != before || (!gone && why.message() != last_failure_);
  if (news)
    log_(std::string("camera: ") + CameraStateName(state_) + ": " +
         why.message());
  last_failure_ = why.message();
}

void Camera::WaitForCamera(int timeout_ms, int wake_fd) {
  pollfd fds[] = {{watch_->fd(), POLLIN, 0}, {wake_fd, POLLIN, 0}};
  const int ready = system_.Poll(
      fds, 2, TimeoutMs(next_attempt_ns_, system_.NowNs(), timeout_ms));
  const bool told = ready > 0 && fds[0].revents != 0 && watch_->TakeNews();
  if (fds[0].revents != 0 && !told && (fds[0].revents & POLLIN) == 0)
    watch_ = std::make_unique<NodeWatch>(system_);  // it broke
  const bool due = system_.NowNs() >= next_attempt_ns_;
  if (told || due) TryAgain();
}

std::string Camera::FindNode() {
  const CameraIdentity& identity = info_.identity;
  if (!identity.usb.empty() || !identity.bus_path.empty())
    return NodeOfIdentity(system_, identity);
  // Nothing but its name is known of it.
  const std::vector<std::string> nodes = VideoNodes(system_);
  const bool there =
      std::find(nodes.begin(), nodes.end(), info_.node) != nodes.end();
  return there ? info_.node : "";
}

void Camera::TryAgain() {
  const std::string node = FindNode();
  if (node.empty()) {
    Lose(Unavailable("'" + info_.name + "' is gone; waiting for it"));
    return;
  }
  if (state_ == CameraState::kAbsent && appeared_ns_ == 0) {
    appeared_ns_ = system_.NowNs();
    log_("camera: retrying: node " + node + " appeared");
    state_ = CameraState::kRetrying;
  }
  const Status connected = Connect(node);
  if (!connected.ok()) Lose(connected);
}

}  // namespace camglass
