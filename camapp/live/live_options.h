// The options of a live run: what camapp does with moving pictures.
#ifndef CAMGLASS_CAMAPP_LIVE_LIVE_OPTIONS_H_
#define CAMGLASS_CAMAPP_LIVE_LIVE_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/capture/camera.h"
#include "camapp/live/live_view.h"
#include "camapp/output/picture_sink.h"
#include "engine/base/status.h"

namespace CLI {
class App;
}

namespace camglass {

// The flags as typed.
struct LiveFlags {
  std::string camera;
  std::string size;    // "640x480"
  double fps = 0;      // 0: the default
  std::string format;  // a fourcc
  std::vector<std::string> controls;
  bool lock_exposure = false;
  double stall_timeout = 0;  // seconds; 0: the default

  std::string video;
  bool pattern = false;
  bool pace = false;
  uint64_t repeat = 1;

  bool headless = false;
  bool window = false;          // also where something else takes its place
  std::string sink;             // a video output node
  bool serves = false;          // a page
  std::string serve;            // its address; empty: the default
  bool no_token = false;        // whoever knows the address may come
  std::string token_file;       // whose token the page has; empty: a new one
  std::string snapshots = ".";  // the folder
  ViewKind view = ViewKind::kFigure;
  OutputFormat out_format = OutputFormat::kAuto;
  std::string record;
  uint64_t frames = 0;
  double seconds = 0;
  bool no_infer = false;
  bool stats = false;
};

// Values out of range are refused while the command line is parsed. *flags must
// outlive the parsing.
void AddLiveFlags(CLI::App* app, LiveFlags* flags);

// The camera that the flags describe. Fails with kUsage.
StatusOr<CameraOptions> CameraOptionsOf(const LiveFlags& flags);

// "1280x720" as width and height.
struct FrameSize {
  uint32_t width = kDefaultWidth;
  uint32_t height = kDefaultHeight;
};
StatusOr<FrameSize> ParseFrameSize(const std::string& text);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_LIVE_OPTIONS_H_
