#include <chrono>
#include <functional>
#include <utility>

#include "camapp/cam/folder_pictures.h"
#include "camapp/live/picture_browser.h"
#include "camapp/page/access_token.h"
#include "camapp/page/page_sink.h"
#include "camapp/picture/draw_text.h"
#include "camapp/program/announce_page.h"
#include "camapp/program/live_run.h"
#include "camapp/program/scene_sinks.h"
#include "camapp/viewer/viewer.h"
#include "camapp/window/window.h"
#include "weights/class_names/find_class.h"

namespace camglass {
namespace {

// So soon keys take effect while no frames come.
constexpr std::chrono::milliseconds kPatience{20};

bool WantsWindow(const LiveRun& run) {
  return run.live.window || (run.live.sink.empty() && !run.live.serves);
}

// All that a run with a viewer is made of, in the order in which it is needed.
class ViewerProgram {
 public:
  ViewerProgram(const LiveRun& run, StopSignal* stop)
      : run_(run),
        stop_(stop),
        log_([&run](const std::string& line) { Log(run, line); }),
        recorder_(stop->fd()) {}
  int Run();

 private:
  Status OpenSinks();
  Status OpenWindow();
  Status OpenPage();
  Status OpenModels();
  void OpenPictures();
  int OpenSource();
  void OpenDropped(const std::vector<std::string>& paths);
  Status MakeViewer();
  int RunPipeline();
  DecodeOptions Decoding() const {
    return {.apply_exif = !run_.explain.no_exif};
  }

  const LiveRun& run_;
  StopSignal* stop_;
  const std::function<void(const std::string& line)> log_;
  std::unique_ptr<Window> window_;
  std::unique_ptr<NodeSink> node_;
  std::unique_ptr<PageSink> page_;
  JsonSink json_;
  std::unique_ptr<ModelSwitch> models_;
  std::unique_ptr<PictureBrowser> source_;
  RecordingSwitch recorder_;
  std::unique_ptr<Viewer> viewer_;
};

// What can't be shown is known before models and cameras cost time, and before
// anybody is told of a page.
Status ViewerProgram::OpenSinks() {
  if (WantsWindow(run_)) CAMGLASS_RETURN_IF_ERROR(OpenWindow());
  if (!run_.live.sink.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(
        auto node, VideoNode::Open(run_.live.sink, kNodeSize, kDefaultFps));
    node_ = std::make_unique<NodeSink>(std::move(node));
  }
  return run_.live.serves ? OpenPage() : Status();
}

Status ViewerProgram::OpenWindow() {
  auto window = Window::Open();
  if (window.ok()) window_ = *std::move(window);
  if (window.status().code() != StatusCode::kUnavailable)
    return window.status();
  const bool is_seen_elsewhere = run_.live.serves || !run_.live.sink.empty();
  return Unavailable(window.status().message() +
                     (is_seen_elsewhere
                          ? "; leave out --window to go on without one"
                          : "; give --serve to look in a browser, or "
                            "--headless with --out or --json"));
}

Status ViewerProgram::OpenPage() {
  PageServerOptions options;
  options.ask_token = !run_.live.no_token;
  if (!run_.live.token_file.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(options.token,
                              ReadTokenFile(run_.live.token_file));
  }
  CAMGLASS_ASSIGN_OR_RETURN(options.address,
                            ParseListenAddress(run_.live.serve));
  CAMGLASS_ASSIGN_OR_RETURN(
      page_, PageSink::Start(options, [this](const Command& command) {
        viewer_->Post(command);
      }));
  AnnouncePage(page_->server(), run_.live.token_file, run_.quiet);
  return Status();
}

Status ViewerProgram::OpenModels() {
  if (run_.live.no_infer) return Status();
  CAMGLASS_ASSIGN_OR_RETURN(models_, ModelSwitch::Create(run_.explain));
  if (run_.explain.class_query.empty()) return Status();
  return FindClass(models_->first().info().classes, run_.explain.class_query)
      .status();
}

// Before anything else: the first is read while windows and models open.
void ViewerProgram::OpenPictures() {
  source_ = std::make_unique<PictureBrowser>(run_.pictures, Decoding(), log_);
}

int ViewerProgram::OpenSource() {
  int failed = exit_status::kOk;
  std::unique_ptr<FrameSource> base =
      camglass::OpenSource(run_, *stop_, &failed);
  if (base != nullptr)
    source_ =
        std::make_unique<PictureBrowser>(std::move(base), Decoding(), log_);
  return failed;
}

void ViewerProgram::OpenDropped(const std::vector<std::string>& paths) {
  StatusOr<NamedPictures> named = PicturesOf(paths);
  if (!named.ok()) return viewer_->Say(named.status().message());
  source_->Open(std::move(named->pictures));
}

Status ViewerProgram::MakeViewer() {
  ViewerOptions options;
  const OverlayOptions overlay =
      OverlayOptionsOf(run_.explain, ClassMapKind::kDense);
  options.settings.style = overlay.style;
  options.settings.range = overlay.heat.range;
  options.settings.threshold = overlay.heat.threshold;
  options.settings.alpha = overlay.alpha;
  options.view = run_.live.no_infer ? ViewKind::kFrame : run_.live.view;
  options.folder = run_.live.snapshots;
  options.steady_labels = run_.pictures.empty() && source_->live();
  options.class_query = run_.explain.class_query;
  options.recording = run_.live.record;
  options.log = log_;
  if (page_ != nullptr && !page_->server().address().is_loopback())
    options.address = page_->server().url();
  if (!run_.live.record.empty())
    CAMGLASS_RETURN_IF_ERROR(recorder_.Start(run_.live.record, run_.force));
  viewer_ = std::make_unique<Viewer>(options, models_.get(), &recorder_, stop_);
  viewer_->Browse(source_.get());
  if (window_ != nullptr) {
    window_->SetReceiver(
        [this](const Command& command) { viewer_->Post(command); });
    window_->SetDropReceiver(
        [this](const std::vector<std::string>& paths) { OpenDropped(paths); });
    viewer_->Attach(window_.get());
  }
  if (node_ != nullptr) viewer_->Attach(node_.get());
  if (page_ != nullptr) viewer_->Attach(page_.get());
  if (run_.json) viewer_->Attach(&json_);
  return Status();
}

int ViewerProgram::RunPipeline() {
  Pipeline pipeline(source_.get(), models_.get(), &recorder_, viewer_.get(),
                    {.frames = run_.live.frames,
                     .seconds = run_.live.seconds,
                     .sink_patience = kPatience,
                     .keeps_last = true},
                    log_);
  const RunClock clock;
  Status status = pipeline.Run(stop_);
  const SourceState state = pipeline.source_state();
  source_.reset();  // the camera is free from here on
  window_.reset();
  const Status finished = viewer_->Finish();
  if (status.ok()) status = finished;
  return Report(run_, status, pipeline, state, clock);
}

int ViewerProgram::Run() {
  if (!run_.pictures.empty()) OpenPictures();
  const Status sinks = OpenSinks();
  if (sinks.code() == StatusCode::kUnavailable)
    return Fail(sinks, exit_status::kNoDisplay);
  if (!sinks.ok()) return Fail(sinks);
  const Status models = OpenModels();
  if (!models.ok()) return Fail(models);
  const int failed = source_ == nullptr ? OpenSource() : exit_status::kOk;
  if (source_ == nullptr) return failed;
  if (window_ != nullptr) PrepareFonts();
  const Status made = MakeViewer();
  if (!made.ok()) return stop_->IsSet() ? exit_status::kOk : Fail(made);
  return RunPipeline();
}

}  // namespace

int RunViewer(const LiveRun& run, StopSignal* stop) {
  return ViewerProgram(run, stop).Run();
}

}  // namespace camglass
