#include "camapp/program/flag_effects.h"

#include <algorithm>
#include <string_view>

namespace camglass {
namespace {

// What a run is like, as far as flags depend on it.
struct Setting {
  bool live = false;  // frames follow each other
  bool camera = false;
  bool pattern = false;
  bool pictures = false;
  bool viewer = false;
  bool keys = false;  // a window or a page takes commands
  bool serves = false;
  bool out = false;
  bool shows_frame = false;  // --view frame: of everything the least
  bool infers = true;
  bool draws = true;  // maps
  bool crops = false;
};

struct Effect {
  std::string_view flag;
  const char* is_for;
  bool (*applies)(const Setting&);
};

constexpr const char* kOfNetwork = "a network; leave --no-infer out";
constexpr const char* kOfMap =
    "maps that are shown: in a window, on a page, or with --out in a --view "
    "that has them";
constexpr const char* kOfCamera = "a camera";
constexpr const char* kOfFrames = "--headless, a window or a page; add one";

constexpr const char* kOfSinglePictures =
    "--image without a window and without --headless";

bool IsSingle(const Setting& s) { return !s.live; }
bool IsCamera(const Setting& s) { return s.camera; }
bool IsLive(const Setting& s) { return s.live; }
bool Infers(const Setting& s) { return s.infers; }
bool Draws(const Setting& s) { return s.draws || !s.infers; }

// A flag may stand in several lines, and must have an effect by each.
constexpr Effect kEffects[] = {
    {"--size", "a camera and --pattern",
     [](const Setting& s) { return s.camera || s.pattern; }},
    {"--fps", "a camera, --pattern and --video",
     [](const Setting& s) { return !s.pictures; }},
    {"--format", kOfCamera, IsCamera},
    {"--control", kOfCamera, IsCamera},
    {"--lock-exposure", kOfCamera, IsCamera},
    {"--stall-timeout", kOfCamera, IsCamera},
    {"--no-token", "--serve", [](const Setting& s) { return s.serves; }},
    {"--token-file", "--serve", [](const Setting& s) { return s.serves; }},
    {"--snapshots", "the keys s and r of a window or a page",
     [](const Setting& s) { return s.keys; }},
    {"--view", "a window, a page, --sink or --out",
     [](const Setting& s) {
       return s.viewer || (s.live && (s.out || s.shows_frame));
     }},
    {"--out-format", "--headless --out",
     [](const Setting& s) { return s.live && s.out; }},
    {"--record", kOfFrames, IsLive},
    {"--frames", kOfFrames, IsLive},
    {"--seconds", kOfFrames, IsLive},
    {"--no-infer", kOfFrames, IsLive},
    {"--stats", kOfFrames, IsLive},
    {"--verbose",
     "--image without a window and without --headless; a live run has --stats",
     [](const Setting& s) { return !s.live; }},
    {"--against", kOfSinglePictures, IsSingle},
    {"--average", kOfSinglePictures, IsSingle},
    {"--align", kOfSinglePictures, IsSingle},
    {"--contour", kOfSinglePictures, IsSingle},
    {"--box", kOfSinglePictures, IsSingle},
    {"--no-exif", "pictures",
     [](const Setting& s) { return s.pictures || s.viewer; }},
    {"--resize", "whole frames; --resize-rule crop has a resize of its own",
     [](const Setting& s) { return !s.crops; }},
    {"--conv", kOfNetwork, Infers},
    {"--precision", kOfNetwork, Infers},
    {"--resize", kOfNetwork, Infers},
    {"--resize-rule", kOfNetwork, Infers},
    {"--input-scale", kOfNetwork, Infers},
    {"--top", kOfNetwork, Infers},
    {"--class", kOfNetwork, Infers},
    {"--style", kOfNetwork, Infers},
    {"--map-range", kOfNetwork, Infers},
    {"--threshold", kOfNetwork, Infers},
    {"--alpha", kOfNetwork, Infers},
    {"--style", kOfMap, Draws},
    {"--map-range", kOfMap, Draws},
    {"--threshold", kOfMap, Draws},
    {"--alpha", kOfMap, Draws},
};

Status CheckEffects(const std::vector<std::string>& given,
                    const Setting& setting) {
  for (const Effect& effect : kEffects) {
    if (effect.applies(setting)) continue;
    if (std::find(given.begin(), given.end(), effect.flag) == given.end())
      continue;
    return UsageError(std::string(effect.flag) + " has no effect here: it is " +
                      "for " + effect.is_for);
  }
  return Status();
}

Setting SettingOf(const LiveRun& run) {
  const LiveFlags& live = run.live;
  Setting setting;
  setting.live = true;
  setting.camera = FromCamera(run);
  setting.pattern = live.pattern;
  setting.pictures = !run.pictures.empty();
  setting.viewer = HasViewer(run);
  setting.serves = live.serves;
  setting.keys =
      setting.viewer && (live.window || live.serves || live.sink.empty());
  setting.out = !run.out.empty();
  setting.shows_frame = live.view == ViewKind::kFrame;
  setting.infers = !live.no_infer;
  setting.draws = setting.viewer || (setting.out && !setting.shows_frame);
  setting.crops = run.explain.resize_rule == ResizeRule::kCrop;
  return setting;
}

}  // namespace

Status CheckLiveEffects(const std::vector<std::string>& given,
                        const LiveRun& run) {
  return CheckEffects(given, SettingOf(run));
}

Status CheckPictureEffects(const std::vector<std::string>& given) {
  Setting setting;
  setting.pictures = true;
  return CheckEffects(given, setting);
}

}  // namespace camglass
