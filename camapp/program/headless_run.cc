#include "camapp/live/headless_sink.h"
#include "camapp/output/recorder.h"
#include "camapp/program/live_run.h"

namespace camglass {
namespace {

StatusOr<std::unique_ptr<PictureSink>> OpenPictures(const LiveRun& run,
                                                    const FrameSource& source,
                                                    const StopSignal& stop) {
  SourceState state;
  source.Describe(&state);
  return MakePictureSink({.out = run.out,
                          .format = run.live.out_format,
                          .overwrite = run.force,
                          .fps = state.fps > 0 ? state.fps : kDefaultFps,
                          .stop_fd = stop.fd()});
}

HeadlessOptions OptionsOf(const LiveRun& run, const Explainer* explainer) {
  HeadlessOptions options;
  options.view = run.live.no_infer ? ViewKind::kFrame : run.live.view;
  options.model = run.explain.model;
  if (explainer != nullptr)
    options.overlay = OverlayOptionsOf(run.explain, explainer->head().kind);
  if (run.quiet || PrintsFrames(run)) options.reporting = Reporting::kNone;
  if (run.json) options.reporting = Reporting::kJson;
  return options;
}

// Who waited in vain for a reader, and was asked to stop, has not failed.
int FailUnlessStopped(const Status& status, const StopSignal& stop) {
  return stop.IsSet() ? exit_status::kOk : Fail(status);
}

}  // namespace

int RunHeadless(const LiveRun& run, StopSignal* stop) {
  std::unique_ptr<Explainer> explainer;
  if (!run.live.no_infer) {
    auto made = MakeExplainer(run.explain);
    if (!made.ok()) return Fail(made.status());
    explainer = *std::move(made);
  }
  int failed = exit_status::kOk;
  std::unique_ptr<FrameSource> source = OpenSource(run, *stop, &failed);
  if (source == nullptr) return failed;
  auto pictures = OpenPictures(run, *source, *stop);
  if (!pictures.ok()) return FailUnlessStopped(pictures.status(), *stop);
  HeadlessSink sink(OptionsOf(run, explainer.get()), explainer.get(),
                    *std::move(pictures));
  std::unique_ptr<Recorder> recorder;
  if (!run.live.record.empty()) {
    auto opened = Recorder::Open(run.live.record, run.force, stop->fd());
    if (!opened.ok()) return FailUnlessStopped(opened.status(), *stop);
    recorder = *std::move(opened);
  }
  Pipeline pipeline(source.get(), explainer.get(), recorder.get(), &sink,
                    {.frames = run.live.frames, .seconds = run.live.seconds},
                    [&run](const std::string& line) { Log(run, line); });
  const RunClock clock;
  Status status = pipeline.Run(stop);
  const SourceState state = pipeline.source_state();
  source.reset();  // the camera is free from here on
  // What there is of them is kept whatever has failed.
  const Status written = sink.Finish();
  if (status.ok()) status = written;
  const Status recorded = recorder == nullptr ? Status() : recorder->Finish();
  if (status.ok()) status = recorded;
  return Report(run, status, pipeline, state, clock);
}

}  // namespace camglass
