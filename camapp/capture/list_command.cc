#include "camapp/capture/list_command.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "camapp/capture/camera_info.h"
#include "camapp/capture/controls.h"
#include "camapp/capture/mode_choice.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

std::string Line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<CaptureMode> ModesOf(SystemCalls& system,
                                 const CameraInfo& camera) {
  if (!camera.status.ok()) return {};
  auto device = Device::Open(system, camera.node);
  if (!device.ok()) return {};
  auto modes = (*device)->Modes(kDefaultWidth, kDefaultHeight);
  return modes.ok() ? *std::move(modes) : std::vector<CaptureMode>();
}

std::string FpsList(const std::vector<double>& fps) {
  std::string list;
  for (const double f : fps) {
    list += Format("%s%.3g", list.empty() ? "" : ", ", f);
  }
  return list.empty() ? "" : " at " + list + " fps";
}

// One line a format and size.
std::string ModeLines(const std::vector<CaptureMode>& modes) {
  std::string lines;
  for (const CaptureMode& mode : modes) {
    lines += Format("    %s %ux%u%s", FourccText(mode.fourcc), mode.width,
                    mode.height, FpsList(mode.fps));
    if (!PixelFormatOf(mode.fourcc).has_value()) lines += "  (not decoded)";
    lines += "\n";
  }
  return lines;
}

std::string CameraText(SystemCalls& system, const CameraInfo& camera) {
  std::string text = Format("%s  %s\n", camera.node, camera.name);
  if (!camera.status.ok())
    return text + Format("    %s\n", camera.status.message());
  text += Format("    driver %s, bus %s\n", camera.driver, camera.bus);
  for (const std::string& link : {camera.by_id, camera.by_path})
    if (!link.empty()) text += Format("    %s\n", link);
  const std::vector<CaptureMode> modes = ModesOf(system, camera);
  text += ModeLines(modes);
  const auto ranked = RankModes(modes, {});
  if (!ranked.empty()) {
    const CaptureMode& best = ranked.front().mode;
    text += Format("    by default: %s (%s)\n",
                   ModeText(best.fourcc, best.width, best.height, 0),
                   ranked.front().reason);
  }
  return text;
}

Json CameraObject(SystemCalls& system, const CameraInfo& camera) {
  Json json = {{"node", camera.node},
               {"name", camera.name},
               {"driver", camera.driver},
               {"bus", camera.bus},
               {"by_id", camera.by_id},
               {"by_path", camera.by_path},
               {"usb", camera.identity.usb},
               {"usable", camera.status.ok()},
               {"problem", camera.status.message()},
               {"modes", Json::array()}};
  for (const CaptureMode& mode : ModesOf(system, camera))
    json["modes"].push_back(
        {{"format", FourccText(mode.fourcc)},
         {"size", {mode.height, mode.width}},
         {"fps", mode.fps},
         {"decoded", PixelFormatOf(mode.fourcc).has_value()}});
  return json;
}

StatusOr<std::vector<Control>> ControlsOf(SystemCalls& system,
                                          const std::string& camera) {
  CAMGLASS_ASSIGN_OR_RETURN(const CameraInfo info, FindCamera(system, camera));
  CAMGLASS_ASSIGN_OR_RETURN(const auto device, Device::Open(system, info.node));
  return ListControls(*device);
}

std::string Range(const Control& control) {
  if (control.boolean) return "0 or 1";
  if (control.menu.empty())
    return std::to_string(control.least) + " to " +
           std::to_string(control.greatest) +
           (control.step > 1 ? ", step " + std::to_string(control.step) : "");
  std::string items;
  for (const MenuItem& item : control.menu)
    items += (items.empty() ? "" : ", ") + std::to_string(item.value) + "=" +
             item.name;
  return items;
}

}  // namespace

std::string ListText(SystemCalls& system) {
  const CameraList list = ListCameras(system);
  std::string text;
  for (const CameraInfo& camera : list.cameras)
    text += CameraText(system, camera);
  if (list.cameras.empty()) text += "no camera found\n";
  if (!list.others.empty())
    text += Counted(list.others.size(),
                    "other video node (metadata, output) is not a camera",
                    "other video nodes (metadata, output) are not cameras") +
            "\n";
  return text;
}

std::string ListJson(SystemCalls& system) {
  const CameraList list = ListCameras(system);
  Json json = {
      {"schema", 1}, {"cameras", Json::array()}, {"others", Json::array()}};
  for (const CameraInfo& camera : list.cameras)
    json["cameras"].push_back(CameraObject(system, camera));
  for (const OtherNode& other : list.others)
    json["others"].push_back({{"node", other.node}, {"name", other.name}});
  return Line(json);
}

StatusOr<std::string> ControlsText(SystemCalls& system,
                                   const std::string& camera) {
  CAMGLASS_ASSIGN_OR_RETURN(const auto controls, ControlsOf(system, camera));
  std::string text;
  for (const Control& control : controls)
    text += Format("%s = %lld  (%s; default %lld%s%s)\n", control.name,
                   control.value, Range(control), control.initial,
                   control.inactive ? "; inactive" : "",
                   control.writable ? "" : "; read only");
  return text.empty() ? "this camera has no controls\n" : text;
}

StatusOr<std::string> ControlsJson(SystemCalls& system,
                                   const std::string& camera) {
  CAMGLASS_ASSIGN_OR_RETURN(const auto controls, ControlsOf(system, camera));
  Json json = {{"schema", 1}, {"controls", Json::array()}};
  for (const Control& control : controls) {
    Json menu = Json::object();
    for (const MenuItem& item : control.menu)
      menu[std::to_string(item.value)] = item.name;
    json["controls"].push_back({{"name", control.name},
                                {"value", control.value},
                                {"min", control.least},
                                {"max", control.greatest},
                                {"step", control.step},
                                {"default", control.initial},
                                {"menu", menu},
                                {"writable", control.writable},
                                {"inactive", control.inactive}});
  }
  return Line(json);
}

StatusOr<std::string> ControlValue(SystemCalls& system,
                                   const std::string& camera,
                                   const std::string& name) {
  CAMGLASS_ASSIGN_OR_RETURN(const auto controls, ControlsOf(system, camera));
  for (const Control& control : controls)
    if (control.name == name) return std::to_string(control.value) + "\n";
  return NotFound("no control '" + name +
                  "'; see camapp controls for the names");
}

}  // namespace camglass
