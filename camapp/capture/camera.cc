#include "camapp/capture/camera.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace camglass {
namespace {

constexpr int64_t kMs = 1'000'000;
constexpr int64_t kSecond = 1'000 * kMs;

// Single damaged frames are a camera's everyday life; nothing else for so long
// is a state of its own.
constexpr int64_t kDamagedLimit = 2 * kSecond;

constexpr int64_t kSoon = kSecond / 10;
constexpr int64_t kFirstPause = kSecond / 2;
constexpr int64_t kLongestPause = 5 * kSecond;

// A driver that says "ready" this often without a good frame is restarted.
constexpr int kMaxFruitlessPolls = 300;

// After so many frames a stream counts as sound: exposure has settled, and the
// next fault is a new one. A slow camera needs no longer than so.
constexpr uint64_t kSettlingFrames = 30;
constexpr int64_t kSettlingTime = 5 * kSecond;

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

// What another camera may do better; what the user asked for wrongly is wrong
// for each.
bool IsOfThisCamera(const Status& failure) {
  return failure.code() != StatusCode::kInvalidInput &&
         failure.code() != StatusCode::kUsage;
}

}  // namespace

const char* CameraStateName(CameraState state) {
  switch (state) {
    case CameraState::kStreaming:
      return "streaming";
    case CameraState::kStalled:
      return "stalled";
    case CameraState::kDamaged:
      return "damaged";
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
  if (options.camera.empty()) {
    CAMGLASS_RETURN_IF_ERROR(camera->ConnectToFirst());
    return camera;
  }
  CAMGLASS_ASSIGN_OR_RETURN(camera->info_, FindCamera(system, options.camera));
  CAMGLASS_RETURN_IF_ERROR(camera->Connect(camera->info_.node));
  return camera;
}

Camera::Camera(SystemCalls& system, const CameraOptions& options, Log log)
    : system_(system),
      options_(options),
      log_(std::move(log)),
      stall_(static_cast<int64_t>(options.stall_timeout_s *
                                  static_cast<double>(kSecond))) {}

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

Status Camera::ConnectToFirst() {
  Status first, last;
  for (const CameraInfo& camera : ListCameras(system_).cameras) {
    if (!last.ok()) log_("camera: passed over: " + last.message());
    info_ = camera;
    last = camera.status.ok() ? Connect(camera.node) : camera.status;
    if (last.ok()) return last;
    ReleaseDevice();
    if (!IsOfThisCamera(last)) return last;
    if (first.ok()) first = last;
  }
  return first.ok() ? NoCameraFound() : first;
}

Status Camera::Connect(const std::string& node) {
  CAMGLASS_ASSIGN_OR_RETURN(device_, Device::Open(system_, node));
  info_.node = node;
  info_.name = device_->abilities().card;
  CAMGLASS_RETURN_IF_ERROR(StartBestMode());
  stream_began_ns_ = system_.NowNs();
  stall_.Begin(stream_began_ns_, fps_);
  fruitless_polls_ = 0;
  frames_in_stream_ = 0;
  whole_ns_ = stream_began_ns_;
  damaged_then_ = DamagedSoFar();
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

int Camera::TimeoutMs(int64_t until_ns, int64_t now_ns, int most_ms) {
  const int64_t left = std::max<int64_t>(0, until_ns - now_ns);
  return static_cast<int>(std::min<int64_t>(most_ms, (left + kMs - 1) / kMs));
}

bool Camera::Next(int timeout_ms, int wake_fd, CapturedFrame* frame) {
  if (stream_ != nullptr) return WaitForFrame(timeout_ms, wake_fd, frame);
  WaitForCamera(timeout_ms, wake_fd);
  return false;
}

bool Camera::WaitForFrame(int timeout_ms, int wake_fd, CapturedFrame* frame) {
  const int64_t now = system_.NowNs();
  const int64_t patience =
      stall_.Limit() * (state_ == CameraState::kStalled ? 2 : 1);
  pollfd fds[] = {{device_->fd(), POLLIN | POLLPRI, 0}, {wake_fd, POLLIN, 0}};
  const int ready = system_.Poll(
      fds, 2, TimeoutMs(patience, stall_.Silence(now), timeout_ms));
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
  const uint64_t damaged = DamagedSoFar();
  auto taken = stream_->TakeNewest(frame);
  if (!taken.ok()) {
    Lose(taken.status());
    return false;
  }
  // Also of frames that can't be used, the camera isn't silent.
  if (DamagedSoFar() > damaged || *taken == Stream::Taken::kStale)
    stall_.OnSign(system_.NowNs());
  if (*taken == Stream::Taken::kFrame)
    OnFrame();
  else if (*taken == Stream::Taken::kNone)
    OnNoFrame(ready);
  return *taken == Stream::Taken::kFrame;
}

void Camera::OnNoFrame(short ready) {
  const bool broken = (ready & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  if (!broken && ++fruitless_polls_ <= kMaxFruitlessPolls) return;
  const bool damaged = !broken && DamagedSoFar() > damaged_then_;
  Lose(IoError(device_->node() + (damaged ? ": all of its frames are damaged"
                                          : ": the stream broke off")));
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
         Seconds(stall_.Silence(now)));
  else if (state_ == CameraState::kDamaged)
    log_("camera: streaming: whole frames again after " +
         Seconds(now - whole_ns_));
  else if (state_ != CameraState::kStreaming)
    log_("camera: streaming: first frame from " + info_.node +
         (appeared_ns_ != 0
              ? ", " + Seconds(now - appeared_ns_) + " after the node appeared"
              : "") +
         ", " + Seconds(now - lost_ns_) + " after it was lost");
  state_ = CameraState::kStreaming;
  stall_.OnFrame(now);
  whole_ns_ = now;
  damaged_then_ = DamagedSoFar();
  fruitless_polls_ = 0;
  appeared_ns_ = 0;
  watch_.reset();
  if (now - stream_began_ns_ >= kSettlingTime) pause_ns_ = 0;
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

uint64_t Camera::DamagedSoFar() const {
  const StreamCounts now = counts();
  return now.flagged + now.short_frames;
}

void Camera::CheckForStall() {
  CheckForDamage();
  const int64_t now = system_.NowNs();
  const int64_t silence = stall_.Silence(now);
  const int64_t limit = stall_.Limit();
  const bool streams =
      state_ == CameraState::kStreaming || state_ == CameraState::kDamaged;
  if (streams && silence >= limit) {
    if (state_ == CameraState::kStreaming) lost_ns_ = now;
    state_ = CameraState::kStalled;
    log_("camera: stalled: no frame for " + Seconds(silence));
  }
  if (silence >= 2 * limit ||
      (state_ == CameraState::kRetrying && silence >= limit))
    GiveUp(silence);
}

void Camera::CheckForDamage() {
  const int64_t now = system_.NowNs();
  const uint64_t damaged = DamagedSoFar() - damaged_then_;
  const bool begins =
      state_ == CameraState::kStreaming || state_ == CameraState::kRetrying;
  if (!begins || damaged == 0 || now - whole_ns_ < kDamagedLimit) return;
  if (state_ == CameraState::kStreaming) lost_ns_ = now;
  state_ = CameraState::kDamaged;
  log_("camera: damaged: no whole frame for " + Seconds(now - whole_ns_) +
       ", but " + std::to_string(damaged) + " damaged ones");
}

void Camera::GiveUp(int64_t silence) {
  const int64_t pause = pause_ns_;
  stall_.OnGivenUp(system_.NowNs());
  Lose(IoError(device_->node() + ": no frame for " + Seconds(silence) +
               ", starting it again"));
  // It answers: to wait for longer would only make a slow camera slower.
  next_attempt_ns_ = system_.NowNs() + kSoon;
  pause_ns_ = pause;
}

void Camera::Lose(const Status& why) {
  const bool gone = why.code() == StatusCode::kUnavailable ||
                    why.code() == StatusCode::kNotFound;
  const CameraState before = state_;
  const std::string twin = stream_ != nullptr ? LookForTwin() : "";
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
  if (gone && !twin.empty())
    log_("camera: " + twin + " is another one like '" + info_.name +
         "' and not taken for it; to use that one: --camera " + twin);
}

}  // namespace camglass
