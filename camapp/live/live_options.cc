#include "camapp/live/live_options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <map>

#include "camapp/cam/flag_values.h"
#include "camapp/capture/limits.h"

namespace camglass {
namespace {

constexpr double kMaxFps = 1000;
constexpr double kMaxSeconds = 1e9;
constexpr double kMaxStallSeconds = 86'400;
constexpr uint64_t kMaxFrames = 1'000'000'000;

void AddCameraFlags(CLI::App* app, LiveFlags* flags) {
  const char* group = "Camera";
  app->add_option("--camera", flags->camera,
                  "A part of its name, /dev/videoN, or a by-id name; see "
                  "camapp list")
      ->type_name("CAMERA")
      ->group(group);
  app->add_option(
         "--size", flags->size,
         "At least this size, if the camera has it; also for --pattern")
      ->type_name("WxH")
      ->group(group);
  app->add_option("--fps", flags->fps, "Frames per second; default 30")
      ->type_name("F")
      ->check(Between(0.1, kMaxFps))
      ->group(group);
  app->add_option("--format", flags->format,
                  "Only this pixel format: YUYV, MJPG, NV12, ...")
      ->type_name("FOURCC")
      ->group(group);
  app->add_option("--control", flags->controls,
                  "Set a control, e.g. brightness=128, and restore it at the "
                  "end; see camapp controls")
      ->type_name("NAME=VALUE")
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
  app->add_flag("--lock-exposure", flags->lock_exposure,
                "Stop automatic exposure, gain and white balance once settled")
      ->group(group);
  app->add_option("--stall-timeout", flags->stall_timeout,
                  "Seconds without a frame after which a camera counts as "
                  "stalled; after twice as long it is restarted; default 1, "
                  "more for slower cameras")
      ->type_name("S")
      ->check(Between(0.1, kMaxStallSeconds))
      ->group(group);
}

void AddSourceFlags(CLI::App* app, LiveFlags* flags) {
  const char* group = "Other sources";
  auto* video =
      app->add_option("--video", flags->video,
                      "JPEG frames end to end or as a network camera sends "
                      "them, Y4M, or a recording; - is standard input")
          ->type_name("FILE")
          ->group(group);
  app->add_flag("--pattern", flags->pattern, "A moving test picture")
      ->group(group);
  app->add_flag("--pace", flags->pace,
                "Play a video at its own pace, dropping frames that come too "
                "late; default: process every frame")
      ->needs(video)
      ->group(group);
  app->add_option("--repeat", flags->repeat, "Play a video this many times")
      ->type_name("N")
      ->check(Between(uint64_t{1}, uint64_t{1'000'000}))
      ->needs(video)
      ->group(group);
}

constexpr const char* kOutputGroup = "Live output";

// Where live pictures are shown.
void AddPlaceFlags(CLI::App* app, LiveFlags* flags) {
  const char* group = kOutputGroup;
  app->add_flag("--headless", flags->headless,
                "No window: frames go to --out, labels to standard output")
      ->group(group);
  app->add_flag("--window", flags->window,
                "Open the window with --image, --sink or --serve too; without "
                "these and --headless it opens anyway")
      ->group(group);
  app->add_option("--sink", flags->sink,
                  "Show it as a camera to other programs: a v4l2loopback node, "
                  "1280x720")
      ->type_name("/dev/videoN")
      ->group(group);
  app->add_option("--serve", flags->serve,
                  "Show it on a page for browsers, with the same controls; "
                  "the printed address includes the token. Default: "
                  "127.0.0.1:8080, for this machine only")
      ->type_name("[ADDR:PORT]")
      ->expected(0, 1)
      ->default_str("")
      ->group(group);
  app->add_flag("--no-token", flags->no_token,
                "Let anybody on this machine see the --serve page")
      ->group(group);
  app->add_option("--token-file", flags->token_file,
                  "The token for --serve, so that bookmarks outlive the "
                  "program; only you may have access to the file")
      ->type_name("FILE")
      ->group(group);
  app->add_option("--snapshots", flags->snapshots,
                  "Folder for snapshots and recordings (keys s and r); "
                  "default: the current folder")
      ->type_name("DIR")
      ->default_str("")
      ->group(group);
}

// What is shown, kept and measured, and for how long.
void AddRunFlags(CLI::App* app, LiveFlags* flags) {
  const char* group = kOutputGroup;
  const std::map<std::string, ViewKind> views = {
      {"frame", ViewKind::kFrame},
      {"overlay", ViewKind::kOverlay},
      {"figure", ViewKind::kFigure}};
  app->add_option("--view", flags->view,
                  "figure: frame, overlay and labels (default); overlay: the "
                  "map over the frame; frame: as captured")
      ->transform(OneOf(views))
      ->type_name("figure|overlay|frame")
      ->default_str("")
      ->group(group);
  const std::map<std::string, OutputFormat> formats = {
      {"png", OutputFormat::kPng},
      {"jpeg", OutputFormat::kJpeg},
      {"mjpeg", OutputFormat::kMjpeg},
      {"y4m", OutputFormat::kY4m}};
  app->add_option("--out-format", flags->out_format,
                  "Format of --out; default: by its name")
      ->transform(OneOf(formats))
      ->type_name("png|jpeg|mjpeg|y4m")
      ->default_str("")
      ->group(group);
  app->add_option("--record", flags->record,
                  "Keep the frames as captured, for --video")
      ->type_name("FILE")
      ->group(group);
  app->add_option("--frames", flags->frames, "End after this many frames")
      ->type_name("N")
      ->check(Between(uint64_t{1}, kMaxFrames))
      ->group(group);
  app->add_option("--seconds", flags->seconds, "End after this many seconds")
      ->type_name("S")
      ->check(Between(0.001, kMaxSeconds))
      ->group(group);
  app->add_flag("--no-infer", flags->no_infer,
                "Frames only, no network; --model and --threads then don't "
                "count")
      ->group(group);
  app->add_flag("--stats", flags->stats,
                "Print frame ages, time per stage and CPU use at the end")
      ->group(group);
}

bool ParseSide(const char*& at, const char* end, uint32_t* side) {
  const auto [stop, error] = std::from_chars(at, end, *side);
  at = stop;
  return error == std::errc() && *side >= 1 && *side <= limits::kMaxFrameSide;
}

}  // namespace

void AddLiveFlags(CLI::App* app, LiveFlags* flags) {
  AddCameraFlags(app, flags);
  AddSourceFlags(app, flags);
  AddPlaceFlags(app, flags);
  AddRunFlags(app, flags);
}

StatusOr<FrameSize> ParseFrameSize(const std::string& text) {
  FrameSize size;
  const char* at = text.data();
  const char* end = at + text.size();
  const bool good = ParseSide(at, end, &size.width) && at != end &&
                    (*at == 'x' || *at == 'X') &&
                    ParseSide(++at, end, &size.height) && at == end;
  if (!good)
    return UsageError("--size " + text + ": write WIDTHxHEIGHT, each 1 to " +
                      std::to_string(limits::kMaxFrameSide));
  return size;
}

StatusOr<CameraOptions> CameraOptionsOf(const LiveFlags& flags) {
  CameraOptions options;
  options.camera = flags.camera;
  if (!flags.size.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(const FrameSize size, ParseFrameSize(flags.size));
    options.wish.width = size.width;
    options.wish.height = size.height;
  }
  if (flags.fps > 0) options.wish.fps = flags.fps;
  if (!flags.format.empty()) {
    options.wish.fourcc = ParseFourcc(flags.format);
    if (!options.wish.fourcc.has_value())
      return UsageError("--format " + flags.format +
                        ": not a pixel format; write e.g. YUYV or MJPG");
  }
  // With one of the two open there is something to give way.
  options.wish_is_firm = !flags.size.empty() && !flags.format.empty();
  for (const std::string& text : flags.controls) {
    CAMGLASS_ASSIGN_OR_RETURN(const ControlSetting setting,
                              ParseControlSetting(text));
    options.controls.push_back(setting);
  }
  options.lock_exposure = flags.lock_exposure;
  options.stall_timeout_s = flags.stall_timeout;
  return options;
}

}  // namespace camglass
