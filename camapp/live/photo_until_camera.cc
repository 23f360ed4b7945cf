#include "camapp/live/photo_until_camera.h"

#include <poll.h>

#include <filesystem>
#include <utility>

#include "camapp/live/frame_sources.h"
#include "camapp/live/pacer.h"

namespace camglass {
namespace {

constexpr int kSearchPauseMs = 200;
// Where nothing tells of new nodes, and for those that can't be opened yet.
constexpr int64_t kAttemptInterval = 1'000'000'000;

}  // namespace

PhotoUntilCamera::PhotoUntilCamera(SystemCalls& system, CameraOptions options,
                                   Camera::Log log)
    : system_(system),
      options_(std::move(options)),
      log_(std::move(log)),
      watch_(system) {}

StatusOr<std::unique_ptr<FrameSource>> PhotoUntilCamera::Make(
    SystemCalls& system, const std::string& photo, const CameraOptions& options,
    Camera::Log log, const Status& why) {
  std::unique_ptr<PhotoUntilCamera> source(
      new PhotoUntilCamera(system, options, std::move(log)));
  const auto picture = MakePictureSource({photo}, {}, source->log_);
  CAMGLASS_RETURN_IF_ERROR(picture->Next(-1, &source->photo_).status());
  source->name_ = std::filesystem::path(photo).filename().string();
  source->failure_ = why.message();
  source->notice_ = {
      "No camera found: this is a photograph",
      "Plug a camera in, and it is shown at once; camapp doctor says more"};
  source->log_("no camera: showing " + photo + " until one is plugged in");
  return std::unique_ptr<FrameSource>(std::move(source));
}

void PhotoUntilCamera::LookForCamera() {
  const int64_t now = MonotonicNs();
  const bool appeared = watch_.TakeNews();
  if (!appeared && now < next_attempt_ns_) return;
  next_attempt_ns_ = now + kAttemptInterval;
  // What an attempt says is only news where its end is.
  attempt_ = std::vector<std::string>();
  auto camera =
      Camera::Start(system_, options_, [this](const std::string& line) {
        attempt_.has_value() ? attempt_->push_back(line) : log_(line);
      });
  const std::string failure = camera.ok() ? "" : camera.status().message();
  const std::vector<std::string> said = *std::exchange(attempt_, std::nullopt);
  if (camera.ok() || failure != failure_) {
    for (const std::string& line : said) log_(line);
    if (!camera.ok()) log_(failure);
  }
  failure_ = failure;
  if (camera.ok()) camera_ = MakeCameraSource(*std::move(camera));
}

void PhotoUntilCamera::Wait(int wake_fd) {
  pollfd waiting[] = {{wake_fd, POLLIN, 0}, {watch_.fd(), POLLIN, 0}};
  poll(waiting, std::size(waiting), kSearchPauseMs);
}

StatusOr<FrameSource::Event> PhotoUntilCamera::Next(int wake_fd,
                                                    CapturedFrame* frame) {
  if (camera_ == nullptr && given_ > 0) {
    Wait(wake_fd);
    LookForCamera();
  }
  if (camera_ != nullptr) return camera_->Next(wake_fd, frame);
  if (given_ > 0) return Event::kNothingYet;
  *frame = photo_;
  frame->sequence = static_cast<uint32_t>(given_++);
  return Event::kFrame;
}

void PhotoUntilCamera::Describe(SourceState* state) const {
  if (camera_ != nullptr) {
    state->notice.clear();
    return camera_->Describe(state);
  }
  state->name = name_;
  state->node.clear();
  state->state = "no camera";
  state->format = photo_.format;
  state->fps = 0;
  state->counts = {};
  state->counts.delivered = given_;
  state->notice = notice_;
}

}  // namespace camglass
