#include <filesystem>

#include "camapp/cam/output_set.h"
#include "camapp/live/pacer.h"
#include "camapp/output/picture_sink.h"
#include "camapp/program/flag_effects.h"
#include "camapp/program/live_run.h"
#include "engine/base/console.h"
#include "engine/base/output_name.h"

namespace camglass {
namespace {

// A pipe, a device or a folder is not a file that could be lost.
bool MayBeNewFile(const std::string& path) {
  std::error_code error;
  const auto type = std::filesystem::status(path, error).type();
  return !path.empty() && path != kStandardOutput && !path.ends_with('/') &&
         (type == std::filesystem::file_type::regular ||
          type == std::filesystem::file_type::not_found);
}

// Existing files are found before a model is made ready and a camera opened; a
// model that isn't there is told first, so that nobody has to mend twice.
Status CheckNewOutputs(const LiveRun& run) {
  std::vector<std::string> files;
  for (const std::string& path : {run.out, run.live.record})
    if (MayBeNewFile(path)) files.push_back(path);
  const Status writable = CheckNewFiles(files, run.force);
  if (!writable.ok() && writable.code() != StatusCode::kUsage &&
      !run.live.no_infer)
    CAMGLASS_RETURN_IF_ERROR(CheckModel(run.explain));
  return writable;
}

Status CheckOutputs(const LiveRun& run) {
  if (!run.out.empty())
    CAMGLASS_RETURN_IF_ERROR(
        FormatOfOutput(run.out, run.live.out_format).status());
  CAMGLASS_RETURN_IF_ERROR(CheckOutputName(run.live.record, kRecordingFile));
  const bool out = run.out == kStandardOutput;
  const bool record = run.live.record == kStandardOutput;
  if (out && run.json)
    return UsageError("--out - and --json both want standard output");
  if (record && (run.json || out))
    return UsageError("--record - and " +
                      std::string(out ? "--out -" : "--json") +
                      " both want standard output");
  if (out) return CheckOutputTakesBytes("--out");
  return record ? CheckOutputTakesBytes("--record") : Status();
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
  if (live.no_infer && live.view == ViewKind::kOverlay)
    return UsageError("--view overlay needs a network; leave --no-infer out");
  if (live.headless && live.window)
    return UsageError("--headless and --window exclude each other");
  if (!live.token_file.empty() && live.no_token)
    return UsageError("--no-token and --token-file exclude each other");
  if (!run.out.empty() && HasViewer(run))
    return UsageError(
        live.headless
            ? "--out is for --headless without --serve and --sink"
            : "--out is for --headless; a window keeps snapshots (key s) and "
              "recordings (key r)");
  CAMGLASS_RETURN_IF_ERROR(CheckLiveEffects(run.given, run));
  CAMGLASS_RETURN_IF_ERROR(CheckOutputs(run));
  CAMGLASS_RETURN_IF_ERROR(CheckExplainFlags(run.explain));
  return CheckNewOutputs(run);
}

}  // namespace

int Fail(const Status& status, int exit_status) {
  PrintError("camapp: %s\n", status.message());
  return exit_status;
}

int Fail(const Status& status) { return Fail(status, ExitStatusOf(status)); }

bool FromCamera(const LiveRun& run) {
  return run.pictures.empty() && run.live.video.empty() && !run.live.pattern;
}

bool PrintsFrames(const LiveRun& run) {
  return run.out == kStandardOutput || run.live.record == kStandardOutput;
}

bool HasViewer(const LiveRun& run) {
  const LiveFlags& live = run.live;
  if (live.window || live.serves || !live.sink.empty()) return true;
  return !live.headless && run.out.empty();
}

// The clock is the one of frame timestamps, so that lines can be compared.
void Log(const LiveRun& run, const std::string& line) {
  if (run.quiet) return;
  PrintError("camapp: [%.3f] %s\n", static_cast<double>(MonotonicNs()) / 1e9,
             line);
}

int Report(const LiveRun& run, const Status& status, const Pipeline& pipeline,
           const SourceState& state, const RunClock& clock) {
  // Of a run that failed at once there is nothing else to say.
  const bool any = status.ok() || pipeline.stats().counts().received > 0;
  if (!run.quiet && any) Log(run, SummaryOf(pipeline.stats(), state, clock));
  if (run.live.stats) PrintStats(pipeline.stats(), state, clock);
  if (!status.ok()) return Fail(status);
  const bool damaged =
      !FromCamera(run) && pipeline.stats().counts().damaged > 0;
  return damaged ? exit_status::kPartlyFailed : exit_status::kOk;
}

int RunLive(const LiveRun& run) {
  const Status usable = CheckRun(run);
  if (!usable.ok()) return Fail(usable);
  StopSignal stop;
  const StopOnSignals signals(&stop);
  StopOutputOn(stop.fd());
  const int status =
      HasViewer(run) ? RunViewer(run, &stop) : RunHeadless(run, &stop);
  StopOutputOn(-1);
  return status;
}

}  // namespace camglass
