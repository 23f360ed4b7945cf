#include "camapp/live/live_command.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "camapp/capture/camera.h"
#include "camapp/live/camera_source.h"
#include "camapp/live/headless_output.h"
#include "camapp/live/pacer.h"
#include "camapp/live/pattern_source.h"
#include "camapp/live/picture_source.h"
#include "camapp/live/pipeline.h"
#include "camapp/live/run_report.h"
#include "camapp/live/stop_signal.h"
#include "camapp/live/video_source.h"
#include "camapp/output/recorder.h"

namespace camglass {
namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kPartlyFailed = 3;
constexpr int kNoCamera = 4;
constexpr int kNoPermission = 5;
constexpr int kBusy = 6;
constexpr int kNoFormat = 7;

int Fail(const Status& status, int exit_status) {
  std::fprintf(stderr, "camapp: %s\n", status.message().c_str());
  return exit_status;
}

int ExitStatus(const Status& status) {
  return status.code() == StatusCode::kUsage ? kUsage : kFailed;
}

Status CheckRun(const LiveRun& run) {
  const LiveFlags& live = run.live;
  const int sources = (run.pictures.empty() ? 0 : 1) +
                      (live.video.empty() ? 0 : 1) + (live.pattern ? 1 : 0) +
                      (live.camera.empty() ? 0 : 1);
  if (sources > 1)
    return UsageError(
        "--camera, --video, --pattern and --image are different sources; give "
        "one");
  if (run.out == "-" && run.json)
    return UsageError("--out - and --json both want standard output");
  if (live.no_infer && live.view == ViewKind::kOverlay)
    return UsageError("--view overlay needs a network; leave --no-infer out");
  return CheckExplainFlags(run.explain);
}

// All that a run is made of, in the order in which it is needed.
class LiveProgram {
 public:
  explicit LiveProgram(const LiveRun& run) : run_(run) {}
  int Run();

 private:
  int OpenSource();
  int OpenCamera();
  Status OpenOutputs();
  int RunPipeline();
  void Log(const std::string& line) const;
  bool from_camera() const {
    return run_.pictures.empty() && run_.live.video.empty() &&
           !run_.live.pattern;
  }

  const LiveRun& run_;
  StopSignal stop_;
  std::unique_ptr<Explainer> explainer_;
  std::unique_ptr<FrameSource> source_;
  std::unique_ptr<Recorder> recorder_;
  std::unique_ptr<HeadlessOutput> output_;
};

// The clock is the one of frame timestamps, so that lines can be compared.
void LiveProgram::Log(const std::string& line) const {
  if (run_.quiet) return;
  std::fprintf(stderr, "camapp: [%.3f] %s\n",
               static_cast<double>(MonotonicNs()) / 1e9, line.c_str());
}

int LiveProgram::OpenCamera() {
  auto options = CameraOptionsOf(run_.live);
  if (!options.ok()) return Fail(options.status(), kUsage);
  auto camera = Camera::Start(RealSystem(), *options,
                              [this](const std::string& line) { Log(line); });
  if (!camera.ok())
    return Fail(camera.status(), CameraExitStatus(camera.status()));
  source_ = std::make_unique<CameraSource>(*std::move(camera));
  return kOk;
}

int LiveProgram::OpenSource() {
  if (from_camera()) return OpenCamera();
  const double fps = run_.live.fps > 0 ? run_.live.fps : kDefaultFps;
  auto source = StatusOr<std::unique_ptr<FrameSource>>(nullptr);
  if (!run_.pictures.empty()) {
    source =
        MakePictureSource(run_.pictures, {.apply_exif = !run_.explain.no_exif});
  } else if (!run_.live.video.empty()) {
    source = OpenVideo({.path = run_.live.video,
                        .pace = run_.live.pace,
                        .fps = fps,
                        .repeat = run_.live.repeat});
  } else {
    auto size = run_.live.size.empty() ? StatusOr<FrameSize>(FrameSize())
                                       : ParseFrameSize(run_.live.size);
    if (!size.ok()) return Fail(size.status(), kUsage);
    source = MakePattern(size->width, size->height, fps);
  }
  if (!source.ok()) return Fail(source.status(), ExitStatus(source.status()));
  source_ = *std::move(source);
  return kOk;
}

Status LiveProgram::OpenOutputs() {
  SourceState state;
  source_->Describe(&state);
  CAMGLASS_ASSIGN_OR_RETURN(
      auto sink,
      MakeFrameSink({.out = run_.out,
                     .format = run_.live.out_format,
                     .overwrite = run_.force,
                     .fps = state.fps > 0 ? state.fps : kDefaultFps}));
  HeadlessOptions options;
  options.view = run_.live.no_infer ? ViewKind::kFrame : run_.live.view;
  options.model = run_.explain.model;
  if (explainer_ != nullptr)
    options.overlay = OverlayOptionsOf(run_.explain, explainer_->head().kind);
  if (run_.quiet || run_.out == "-") options.reporting = Reporting::kNone;
  if (run_.json) options.reporting = Reporting::kJson;
  output_ = std::make_unique<HeadlessOutput>(options, explainer_.get(),
                                             std::move(sink));
  if (!run_.live.record.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(recorder_,
                              Recorder::Open(run_.live.record, run_.force));
  }
  return Status();
}

int LiveProgram::RunPipeline() {
  Pipeline pipeline(source_.get(), explainer_.get(), recorder_.get(),
                    output_.get(),
                    {.frames = run_.live.frames, .seconds = run_.live.seconds},
                    [this](const std::string& line) { Log(line); });
  const RunClock clock;
  Status status = pipeline.Run(&stop_);
  const SourceState state = pipeline.source_state();
  source_.reset();  // the camera is free from here on
  // A failure leaves no file behind that looks whole.
  if (status.ok()) status = output_->Finish();
  if (status.ok() && recorder_ != nullptr) status = recorder_->Finish();
  if (!run_.quiet) Log(SummaryOf(pipeline.stats(), state, clock));
  if (run_.live.stats) PrintStats(pipeline.stats(), state, clock);
  if (!status.ok()) return Fail(status, ExitStatus(status));
  if (from_camera()) return kOk;
  return pipeline.stats().counts().damaged > 0 ? kPartlyFailed : kOk;
}

int LiveProgram::Run() {
  const Status usable = CheckRun(run_);
  if (!usable.ok()) return Fail(usable, ExitStatus(usable));
  const StopOnSignals signals(&stop_);
  if (!run_.live.no_infer) {
    auto explainer = MakeExplainer(run_.explain);
    if (!explainer.ok())
      return Fail(explainer.status(), ExitStatus(explainer.status()));
    explainer_ = *std::move(explainer);
  }
  const int opened = OpenSource();
  if (opened != kOk) return opened;
  const Status outputs = OpenOutputs();
  if (!outputs.ok()) return Fail(outputs, ExitStatus(outputs));
  return RunPipeline();
}

}  // namespace

int CameraExitStatus(const Status& status) {
  switch (status.code()) {
    case StatusCode::kOk:
      return kOk;
    case StatusCode::kUsage:
      return kUsage;
    case StatusCode::kNotFound:
    case StatusCode::kUnavailable:
      return kNoCamera;
    case StatusCode::kPermissionDenied:
      return kNoPermission;
    case StatusCode::kBusy:
      return kBusy;
    case StatusCode::kUnsupported:
      return kNoFormat;
    default:
      return kFailed;
  }
}

int RunLive(const LiveRun& run) { return LiveProgram(run).Run(); }

}  // namespace camglass
