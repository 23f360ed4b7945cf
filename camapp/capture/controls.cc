#include "camapp/capture/controls.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

#include "camapp/capture/limits.h"

namespace camglass {
namespace {

constexpr uint32_t kNext = V4L2_CTRL_FLAG_NEXT_CTRL;

// What a driver shows to people, as a name to type: letters and digits stay,
// any run of other characters becomes one underscore.
std::string TypableName(const uint8_t* text, size_t size) {
  std::string name;
  for (size_t i = 0; i < size && text[i] != 0; ++i) {
    if (std::isalnum(text[i]) != 0)
      name += static_cast<char>(std::tolower(text[i]));
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

bool IsListed(const v4l2_queryctrl& query) {
  if ((query.flags & V4L2_CTRL_FLAG_DISABLED) != 0) return false;
  return query.type == V4L2_CTRL_TYPE_INTEGER ||
         query.type == V4L2_CTRL_TYPE_BOOLEAN ||
         query.type == V4L2_CTRL_TYPE_MENU ||
         query.type == V4L2_CTRL_TYPE_INTEGER_MENU;
}

std::vector<MenuItem> MenuOf(const Device& device,
                             const v4l2_queryctrl& query) {
  std::vector<MenuItem> menu;
  if (query.type != V4L2_CTRL_TYPE_MENU &&
      query.type != V4L2_CTRL_TYPE_INTEGER_MENU)
    return menu;
  const auto items = std::min<int64_t>(
      int64_t{query.maximum} - query.minimum + 1, limits::kMaxMenuItems);
  for (int64_t i = 0; i < items; ++i) {
    v4l2_querymenu item = {};
    item.id = query.id;
    item.index = static_cast<uint32_t>(query.minimum + i);
    if (device.Call(VIDIOC_QUERYMENU, &item) < 0) continue;  // a gap
    const std::string name = query.type == V4L2_CTRL_TYPE_MENU
                                 ? TypableName(item.name, sizeof(item.name))
                                 : std::to_string(item.value);
    menu.push_back({static_cast<int32_t>(item.index), name});
  }
  return menu;
}

Control FromQuery(const Device& device, const v4l2_queryctrl& query) {
  Control control;
  control.id = query.id;
  control.name = TypableName(query.name, sizeof(query.name));
  control.least = query.minimum;
  control.greatest = query.maximum;
  control.step = query.step;
  control.initial = query.default_value;
  control.boolean = query.type == V4L2_CTRL_TYPE_BOOLEAN;
  control.writable =
      (query.flags & (V4L2_CTRL_FLAG_READ_ONLY | V4L2_CTRL_FLAG_GRABBED)) == 0;
  control.inactive = (query.flags & V4L2_CTRL_FLAG_INACTIVE) != 0;
  control.menu = MenuOf(device, query);
  v4l2_control current = {};
  current.id = query.id;
  control.value = device.Call(VIDIOC_G_CTRL, &current) < 0 ? query.default_value
                                                           : current.value;
  return control;
}

std::optional<int32_t> ParseValue(const Control& control,
                                  const std::string& text) {
  if (control.boolean && (text == "on" || text == "true")) return 1;
  if (control.boolean && (text == "off" || text == "false")) return 0;
  const std::string typed =
      TypableName(reinterpret_cast<const uint8_t*>(text.data()), text.size());
  for (const MenuItem& item : control.menu)
    if (item.name == typed) return item.value;
  int32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::string Allowed(const Control& control) {
  if (control.menu.empty())
    return std::to_string(control.least) + " to " +
           std::to_string(control.greatest);
  std::string items;
  for (const MenuItem& item : control.menu)
    items += (items.empty() ? "" : ", ") + item.name;
  return items;
}

bool InRange(const Control& control, int32_t value) {
  if (control.menu.empty())
    return value >= control.least && value <= control.greatest;
  return std::any_of(control.menu.begin(), control.menu.end(),
                     [&](const MenuItem& item) { return item.value == value; });
}

StatusOr<Control> FindControl(const Device& device, const std::string& name) {
  std::string names;
  for (Control& control : ListControls(device)) {
    if (control.name == name) return std::move(control);
    names += (names.empty() ? "" : ", ") + control.name;
  }
  return InvalidInput(device.node() + ": no control '" + name +
                      "'; there are " + (names.empty() ? "none" : names));
}

}  // namespace

std::vector<Control> ListControls(const Device& device) {
  std::vector<Control> controls;
  v4l2_queryctrl query = {};
  uint32_t last = 0;
  for (uint32_t i = 0; i < limits::kMaxControls; ++i) {
    query.id = last | kNext;
    if (device.Call(VIDIOC_QUERYCTRL, &query) < 0) break;
    if (query.id <= last) break;  // a driver that doesn't go forward
    last = query.id;
    if (IsListed(query)) controls.push_back(FromQuery(device, query));
  }
  return controls;
}

StatusOr<ControlSetting> ParseControlSetting(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size())
    return UsageError("--control " + text +
                      ": write NAME=VALUE; see camapp controls for the names");
  return ControlSetting{text.substr(0, equals), text.substr(equals + 1)};
}

Status ControlGuard::Set(const Device& device, const ControlSetting& setting) {
  CAMGLASS_ASSIGN_OR_RETURN(const Control control,
                            FindControl(device, setting.name));
  const std::optional<int32_t> value = ParseValue(control, setting.value);
  if (!value.has_value() || !InRange(control, *value))
    return InvalidInput("control " + setting.name + " can't be '" +
                        setting.value + "'; it takes " + Allowed(control));
  if (!control.writable)
    return InvalidInput("control " + setting.name + " can only be read");
  return Write(device, control, *value);
}

Status ControlGuard::Write(const Device& device, const Control& control,
                           int32_t value) {
  v4l2_control request = {};
  request.id = control.id;
  request.value = value;
  const int result = device.Call(VIDIOC_S_CTRL, &request);
  if (result < 0) return device.Error("set control " + control.name, -result);
  const bool known =
      std::any_of(changed_.begin(), changed_.end(),
                  [&](const Changed& c) { return c.id == control.id; });
  if (!known) changed_.push_back({control.id, control.value});
  return Status();
}

bool ControlGuard::LockExposure(const Device& device) {
  struct Lock {
    uint32_t id;
    int32_t value;
  };
  constexpr Lock kLocks[] = {
      {V4L2_CID_EXPOSURE_AUTO, V4L2_EXPOSURE_MANUAL},
      {V4L2_CID_EXPOSURE_AUTO_PRIORITY, 0},
      {V4L2_CID_AUTOGAIN, 0},
      {V4L2_CID_AUTO_WHITE_BALANCE, 0},
  };
  bool locked = false;
  for (const Control& control : ListControls(device))
    for (const Lock& lock : kLocks)
      if (control.id == lock.id && control.writable)
        locked |= control.value == lock.value ||
                  Write(device, control, lock.value).ok();
  return locked;
}

void ControlGuard::Restore(const Device& device) {
  for (auto change = changed_.rbegin(); change != changed_.rend(); ++change) {
    v4l2_control request = {};
    request.id = change->id;
    request.value = change->before;
    device.Call(VIDIOC_S_CTRL, &request);
  }
  changed_.clear();
}

}  // namespace camglass
