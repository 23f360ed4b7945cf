#include <utility>

#include "camapp/capture/camera.h"
#include "camapp/live/frame_sources.h"
#include "camapp/live/photo_until_camera.h"
#include "camapp/program/live_run.h"
#include "engine/base/data_folders.h"

namespace camglass {
namespace {

constexpr const char* kSamplePhoto = "coffee.jpg";

using SourceOr = StatusOr<std::unique_ptr<FrameSource>>;

// A first run without a camera must not be a dead end for somebody at a screen.
std::unique_ptr<FrameSource> OpenCamera(const LiveRun& run, int* exit_status) {
  const auto log = [&run](const std::string& line) { Log(run, line); };
  auto options = CameraOptionsOf(run.live);
  if (!options.ok()) {
    *exit_status = Fail(options.status());
    return nullptr;
  }
  auto camera = Camera::Start(RealSystem(), *options, log);
  if (camera.ok()) return MakeCameraSource(*std::move(camera));
  const Status& why = camera.status();
  if (why.code() == StatusCode::kNotFound && run.live.camera.empty() &&
      HasViewer(run)) {
    auto photo = PhotoUntilCamera::Make(
        RealSystem(), DataFile(DataKind::kSamples, kSamplePhoto), *options, log,
        why);
    if (photo.ok()) return *std::move(photo);
  }
  *exit_status = Fail(why, CameraExitStatus(why));
  return nullptr;
}

SourceOr OpenVideoFile(const LiveRun& run, const StopSignal& stop, double fps) {
  return OpenVideo(
      {.path = run.live.video,
       .pace = run.live.pace,
       .fps = fps,
       .fps_is_asked = run.live.fps > 0,
       .repeat = run.live.repeat,
       .stop_fd = stop.fd(),
       .log = [&run](const std::string& line) { Log(run, line); }});
}

SourceOr OpenOther(const LiveRun& run, const StopSignal& stop) {
  const double fps = run.live.fps > 0 ? run.live.fps : kDefaultFps;
  if (!run.pictures.empty())
    return MakePictureSource(
        run.pictures, {.apply_exif = !run.explain.no_exif},
        [&run](const std::string& line) { Log(run, line); });
  if (!run.live.video.empty()) return OpenVideoFile(run, stop, fps);
  FrameSize size;
  if (!run.live.size.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(size, ParseFrameSize(run.live.size));
  }
  return MakePattern(size.width, size.height, fps);
}

}  // namespace

std::unique_ptr<FrameSource> OpenSource(const LiveRun& run,
                                        const StopSignal& stop,
                                        int* exit_status) {
  *exit_status = exit_status::kOk;
  if (stop.IsSet()) return nullptr;
  if (FromCamera(run)) return OpenCamera(run, exit_status);
  auto source = OpenOther(run, stop);
  if (stop.IsSet()) return nullptr;
  if (!source.ok()) {
    *exit_status = Fail(source.status());
    return nullptr;
  }
  if (!HasViewer(run)) return *std::move(source);
  return MakeHoldSource(*std::move(source));
}

}  // namespace camglass
