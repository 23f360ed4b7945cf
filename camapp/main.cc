// camapp: shows where a network looks.

#include <CLI/CLI.hpp>
#include <exception>
#include <string>
#include <vector>

#include "camapp/cam/folder_pictures.h"
#include "camapp/cam/parse_command_line.h"
#include "camapp/cam/picture_batch.h"
#include "camapp/capture/list_command.h"
#include "camapp/doctor/doctor.h"
#include "camapp/options.h"
#include "camapp/program/flag_effects.h"
#include "camapp/program/live_run.h"
#include "engine/base/console.h"
#include "engine/base/exit_status.h"
#include "engine/base/process_start.h"
#include "engine/runtime/cpu.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

int PrintResult(const std::string& text, bool json) {
  json ? PrintJsonLine(text) : PrintLines(text);
  return 0;
}

int ShowControls(const AppOptions& options) {
  SystemCalls& system = RealSystem();
  const auto text = !options.control.empty()
                        ? ControlValue(system, options.camera, options.control)
                    : options.json ? ControlsJson(system, options.camera)
                                   : ControlsText(system, options.camera);
  if (text.ok()) return PrintResult(*text, options.json);
  Fail(text.status());
  return CameraExitStatus(text.status());
}

// Files that only single pictures have.
Status CheckLiveOutputs(const OutputFlags& outputs) {
  if (outputs.overlay.empty() && outputs.grid.empty() && outputs.map.empty() &&
      outputs.logits.empty() && outputs.features.empty())
    return Status();
  return UsageError(
      "--overlay, --grid, --map, --logits and --features are for --image "
      "without a window and without --headless");
}

int ShowPictures(const AppOptions& options,
                 const std::vector<std::string>& pictures) {
  const Status usable = CheckPictureEffects(options.given);
  if (!usable.ok()) return Fail(usable);
  return RunPictureBatch(
      {"camapp", pictures, options.explain, options.outputs});
}

int ShowLive(const AppOptions& options,
             const std::vector<std::string>& pictures) {
  const Status usable = CheckLiveOutputs(options.outputs);
  if (!usable.ok()) return Fail(usable);
  return RunLive({.given = options.given,
                  .live = options.live,
                  .explain = options.explain,
                  .pictures = pictures,
                  .out = options.outputs.out,
                  .json = options.outputs.json,
                  .force = options.outputs.force,
                  .quiet = options.outputs.quiet});
}

int Show(const AppOptions& options) {
  const Status target = ApplyTargetFromEnvironment();
  if (!target.ok()) return Fail(target);
  const std::string fault = ModelFoldersFault();
  if (!fault.empty()) PrintError("camapp: warning: %s\n", fault);
  if (options.image.empty()) return ShowLive(options, {});
  const StatusOr<NamedPictures> named = PicturesOf({options.image});
  if (!named.ok()) return Fail(named.status());
  if (!options.outputs.quiet)
    for (const std::string& line : named->left_out)
      PrintError("camapp: %s\n", line);
  const LiveFlags& flags = options.live;
  const bool live = flags.headless || flags.window || flags.serves ||
                    !flags.sink.empty() || !flags.video.empty() ||
                    flags.pattern || !flags.camera.empty();
  return live ? ShowLive(options, named->pictures)
              : ShowPictures(options, named->pictures);
}

// Options before a command would be ignored.
Status CheckCommand(const AppOptions& options) {
  if (options.command != AppCommand::kShow && !options.given.empty())
    return UsageError(options.given.front() +
                      " has no effect before a command, whose own options "
                      "follow it; see camapp help");
  const ServiceOptions& how = options.service;
  if (options.command == AppCommand::kService && !options.installs &&
      (!how.camera.empty() || !how.model.empty() ||
       how.port != ServiceOptions().port))
    return UsageError(
        "--camera, --model and --port have no effect on service remove; leave "
        "them out");
  if (options.json && !options.control.empty())
    return UsageError(
        "--get prints the value alone; leave it out for --json, or --json out");
  return Status();
}

int ChangeService(const AppOptions& options) {
  const ServiceOptions& how = options.service;
  const Status done = options.installs ? InstallService(how) : RemoveService();
  return done.ok() ? exit_status::kOk : Fail(done);
}

int Run(const AppOptions& options) {
  const Status usable = CheckCommand(options);
  if (!usable.ok()) return Fail(usable);
  switch (options.command) {
    case AppCommand::kList:
      return PrintResult(
          options.json ? ListJson(RealSystem()) : ListText(RealSystem()),
          options.json);
    case AppCommand::kControls:
      return ShowControls(options);
    case AppCommand::kDoctor:
      return RunDoctor(RealSystem(), options.json);
    case AppCommand::kService:
      return ChangeService(options);
    case AppCommand::kShow:
      return Show(options);
  }
  return 1;
}

int Main(int argc, char** argv) {
  AppOptions options;
  CLI::App app;
  AddAppOptions(&app, &options);
  const auto ended = ParseCommandLine(argc, argv, &app);
  return ended.has_value() ? *ended : Run(options);
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  camglass::PrepareProcess();
  try {
    camglass::IgnoreBrokenPipes();
    return camglass::FinishOutput("camapp", camglass::Main(argc, argv));
  } catch (const std::exception& error) {  // of the libraries: no memory left
    camglass::PrintError("camapp: %s\n", error.what());
    return 1;
  }
}
