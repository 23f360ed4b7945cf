// What a fake camera is and can be set to: modes, formats, controls.
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "tests/capture/fake_system.h"

namespace camglass {
namespace {

template <size_t kSize>
void Put(uint8_t (&field)[kSize], const std::string& text) {
  std::memset(field, 0, kSize);
  std::memcpy(field, text.data(), std::min(text.size(), kSize - 1));
}

}  // namespace

int FakeSystem::QueryCap(Opened& opened, v4l2_capability& capability) {
  const FakeCamera& camera = *opened.camera;
  Put(capability.driver, "fake");
  Put(capability.card, camera.name);
  Put(capability.bus_info, "usb-" + camera.bus_path);
  capability.capabilities =
      V4L2_CAP_DEVICE_CAPS | camera.device_caps | camera.other_caps;
  capability.device_caps = camera.device_caps;
  return 0;
}

int FakeSystem::EnumFormat(Opened& opened, v4l2_fmtdesc& entry) {
  std::vector<uint32_t> formats;
  for (const FakeMode& mode : opened.camera->modes)
    if (std::find(formats.begin(), formats.end(), mode.fourcc) == formats.end())
      formats.push_back(mode.fourcc);
  if (entry.index >= formats.size()) return -EINVAL;
  entry.pixelformat = formats[entry.index];
  return 0;
}

int FakeSystem::EnumSize(Opened& opened, v4l2_frmsizeenum& entry) {
  uint32_t index = 0;
  for (const FakeMode& mode : opened.camera->modes) {
    if (mode.fourcc != entry.pixel_format || index++ != entry.index) continue;
    entry.type = V4L2_FRMSIZE_TYPE_DISCRETE;
    entry.discrete = {mode.width, mode.height};
    return 0;
  }
  return -EINVAL;
}

int FakeSystem::EnumInterval(Opened& opened, v4l2_frmivalenum& entry) {
  for (const FakeMode& mode : opened.camera->modes) {
    if (mode.fourcc != entry.pixel_format || mode.width != entry.width ||
        mode.height != entry.height)
      continue;
    if (entry.index >= mode.fps.size()) return -EINVAL;
    entry.type = V4L2_FRMIVAL_TYPE_DISCRETE;
    entry.discrete = {1, mode.fps[entry.index]};
    return 0;
  }
  return -EINVAL;
}

uint32_t FakeSystem::PlanesOf(const Opened& opened) const {
  return opened.fourcc == V4L2_PIX_FMT_NV12M ? 2 : 1;
}

uint32_t FakeSystem::PlaneStride(const Opened& opened, uint32_t) {
  switch (opened.fourcc) {
    case V4L2_PIX_FMT_YUYV:
      return opened.width * 2;
    case V4L2_PIX_FMT_RGB24:
      return opened.width * 3;
    case V4L2_PIX_FMT_MJPEG:
      return 0;
    default:
      return opened.width;
  }
}

uint32_t FakeSystem::PlaneSize(const Opened& opened, uint32_t plane) {
  const uint32_t rows = PlaneStride(opened, plane) * opened.height;
  if (opened.fourcc == V4L2_PIX_FMT_MJPEG) return opened.width * opened.height;
  if (opened.fourcc == V4L2_PIX_FMT_NV12) return rows * 3 / 2;
  return plane == 0 ? rows : rows / 2;
}

int FakeSystem::SetFormat(Opened& opened, v4l2_format& format) {
  FakeCamera& camera = *opened.camera;
  if (camera.s_fmt_error != 0) return -camera.s_fmt_error;
  for (const auto& [fd, other] : opened_)
    if (&other != &opened && other.camera == opened.camera && other.streaming)
      return -EBUSY;
  const bool mp = camera.multiplanar();
  opened.fourcc =
      mp ? format.fmt.pix_mp.pixelformat : format.fmt.pix.pixelformat;
  if (camera.forced_fourcc != 0) opened.fourcc = camera.forced_fourcc;
  const uint32_t width = mp ? format.fmt.pix_mp.width : format.fmt.pix.width;
  const FakeMode* best = nullptr;
  for (const FakeMode& mode : camera.modes)
    if (mode.fourcc == opened.fourcc &&
        (best == nullptr || mode.width == width))
      best = &mode;
  opened.width = best != nullptr ? best->width : width;
  opened.height = best != nullptr ? best->height : 2;
  if (mp) {
    v4l2_pix_format_mplane& pix = format.fmt.pix_mp;
    pix.pixelformat = opened.fourcc;
    pix.width = opened.width;
    pix.height = opened.height;
    pix.num_planes = static_cast<uint8_t>(PlanesOf(opened));
    for (uint32_t p = 0; p < pix.num_planes; ++p)
      pix.plane_fmt[p].bytesperline = PlaneStride(opened, p);
  } else {
    v4l2_pix_format& pix = format.fmt.pix;
    pix.pixelformat = opened.fourcc;
    pix.width = opened.width;
    pix.height = opened.height;
    pix.bytesperline = PlaneStride(opened, 0);
    pix.sizeimage = PlaneSize(opened, 0);
    pix.colorspace = camera.colorspace;
  }
  return 0;
}

int FakeSystem::SetParm(Opened& opened, v4l2_streamparm& parm) {
  v4l2_fract& interval = parm.parm.capture.timeperframe;
  const double wanted =
      static_cast<double>(interval.denominator) / interval.numerator;
  for (const FakeMode& mode : opened.camera->modes) {
    if (mode.fourcc != opened.fourcc || mode.width != opened.width) continue;
    uint32_t nearest = mode.fps.empty() ? 30 : mode.fps.front();
    for (const uint32_t fps : mode.fps)
      if (std::abs(fps - wanted) < std::abs(nearest - wanted)) nearest = fps;
    opened.fps = nearest;
  }
  interval = {1, opened.fps};
  return 0;
}

int FakeSystem::QueryControl(Opened& opened, v4l2_queryctrl& query) {
  const bool next = (query.id & V4L2_CTRL_FLAG_NEXT_CTRL) != 0;
  const uint32_t id = query.id & ~uint32_t{V4L2_CTRL_FLAG_NEXT_CTRL};
  for (const FakeControl& control : opened.camera->controls) {
    if (next ? control.id <= id : control.id != id) continue;
    query = {};
    query.id = control.id;
    query.type = control.type;
    Put(query.name, control.name);
    query.minimum = control.least;
    query.maximum = control.greatest;
    query.step = 1;
    query.default_value = control.least;
    return 0;
  }
  return -EINVAL;
}

int FakeSystem::QueryMenu(Opened& opened, v4l2_querymenu& query) {
  for (const FakeControl& control : opened.camera->controls) {
    if (control.id != query.id) continue;
    if (query.index >= control.menu.size() || control.menu[query.index].empty())
      return -EINVAL;
    const std::string& item = control.menu[query.index];
    std::memcpy(query.name, item.c_str(),
                std::min(item.size() + 1, sizeof(query.name)));
    return 0;
  }
  return -EINVAL;
}

int FakeSystem::GetControl(Opened& opened, v4l2_control& control) {
  for (const FakeControl& known : opened.camera->controls)
    if (known.id == control.id) {
      control.value = known.value;
      return 0;
    }
  return -EINVAL;
}

int FakeSystem::SetControl(Opened& opened, v4l2_control& control) {
  for (FakeControl& known : opened.camera->controls)
    if (known.id == control.id) {
      if (opened.camera->ignores_controls) return -EIO;
      known.value = control.value;
      return 0;
    }
  return -EINVAL;
}

int FakeSystem::DequeueEvent(Opened& opened, v4l2_event& event) {
  if (opened.events.empty()) return -ENOENT;
  event.type = opened.events.front();
  opened.events.pop_front();
  return 0;
}

}  // namespace camglass
