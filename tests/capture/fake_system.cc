#include "tests/capture/fake_system.h"

#include <sys/inotify.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace camglass {
namespace {

constexpr int64_t kMs = 1'000'000;

int NumberOf(const std::string& path) {
  constexpr char kPrefix[] = "/dev/video";
  if (path.rfind(kPrefix, 0) != 0) return -1;
  return std::stoi(path.substr(sizeof(kPrefix) - 1));
}

template <size_t kSize>
void Put(uint8_t (&field)[kSize], const std::string& text) {
  std::memset(field, 0, kSize);
  std::memcpy(field, text.data(), std::min(text.size(), kSize - 1));
}

}  // namespace

FakeCamera& FakeSystem::Plug(int number, FakeCamera camera) {
  Node& node = nodes_[number];
  node.camera = std::make_shared<FakeCamera>(std::move(camera));
  Notify("video" + std::to_string(number));
  return *node.camera;
}

void FakeSystem::Unplug(int number) {
  nodes_.erase(number);
  for (auto& [fd, opened] : opened_)
    if (opened.number == number) opened.gone = true;
}

void FakeSystem::SendEvent(int number, uint32_t type) {
  for (auto& [fd, opened] : opened_)
    if (opened.number == number && opened.subscribed.count(type) != 0)
      opened.events.push_back(type);
}

void FakeSystem::Schedule(int64_t at_ns, std::function<void()> action) {
  schedule_.emplace(at_ns, std::move(action));
}

void FakeSystem::PassTime(int64_t ns) {
  const int64_t end = now_ns_ + ns;
  while (!schedule_.empty() && schedule_.begin()->first <= end) {
    const auto action = schedule_.begin()->second;
    now_ns_ = std::max(now_ns_, schedule_.begin()->first);
    schedule_.erase(schedule_.begin());
    action();
  }
  now_ns_ = end;
  for (auto& [fd, opened] : opened_) MakeFrames(opened);
}

void FakeSystem::Notify(const std::string& name) {
  for (auto& [fd, names] : watches_) names.push_back(name);
}

bool FakeSystem::Fails(int* error) {
  if (calls_++ != fail_at_) return false;
  *error = -fail_with_;
  return true;
}

int FakeSystem::Open(const std::string& path, int) {
  int error = 0;
  if (Fails(&error)) return error;
  const int number = NumberOf(path);
  if (nodes_.count(number) == 0) return -ENOENT;
  const auto& camera = nodes_[number].camera;
  if (camera->open_error != 0) return -camera->open_error;
  const int fd = next_fd_++;
  Opened& opened = opened_[fd];
  opened.camera = camera;
  opened.number = number;
  return fd;
}

// Closes even where it is told to fail, as the kernel does.
int FakeSystem::Close(int fd) {
  int error = 0;
  const bool fails = Fails(&error);
  const size_t closed = opened_.erase(fd) + watches_.erase(fd);
  if (closed == 0) return -EBADF;
  return fails ? error : 0;
}

int FakeSystem::Ioctl(int fd, unsigned long request, void* argument) {
  int error = 0;
  if (Fails(&error)) return error;
  const auto found = opened_.find(fd);
  if (found == opened_.end()) return -EBADF;
  Opened& opened = found->second;
  if (opened.gone && request != VIDIOC_QUERYCAP) return -ENODEV;
  const auto as = [&](auto* type) -> decltype(*type)& {
    return *static_cast<decltype(type)>(argument);
  };
  switch (request) {
    case VIDIOC_QUERYCAP:
      return QueryCap(opened, as(static_cast<v4l2_capability*>(nullptr)));
    case VIDIOC_ENUM_FMT:
      return EnumFormat(opened, as(static_cast<v4l2_fmtdesc*>(nullptr)));
    case VIDIOC_ENUM_FRAMESIZES:
      return EnumSize(opened, as(static_cast<v4l2_frmsizeenum*>(nullptr)));
    case VIDIOC_ENUM_FRAMEINTERVALS:
      return EnumInterval(opened, as(static_cast<v4l2_frmivalenum*>(nullptr)));
    case VIDIOC_S_FMT:
      return SetFormat(opened, as(static_cast<v4l2_format*>(nullptr)));
    case VIDIOC_S_PARM:
      return SetParm(opened, as(static_cast<v4l2_streamparm*>(nullptr)));
    case VIDIOC_REQBUFS:
      return RequestBuffers(opened,
                            as(static_cast<v4l2_requestbuffers*>(nullptr)));
    case VIDIOC_QUERYBUF:
      return QueryBuffer(opened, as(static_cast<v4l2_buffer*>(nullptr)));
    case VIDIOC_QBUF:
      return Queue(opened, as(static_cast<v4l2_buffer*>(nullptr)));
    case VIDIOC_DQBUF:
      return Dequeue(opened, as(static_cast<v4l2_buffer*>(nullptr)));
    case VIDIOC_STREAMON:
      return StreamOn(opened);
    case VIDIOC_STREAMOFF:
      return StreamOff(opened);
    case VIDIOC_QUERYCTRL:
      return QueryControl(opened, as(static_cast<v4l2_queryctrl*>(nullptr)));
    case VIDIOC_QUERYMENU:
      return QueryMenu(opened, as(static_cast<v4l2_querymenu*>(nullptr)));
    case VIDIOC_G_CTRL:
      return GetControl(opened, as(static_cast<v4l2_control*>(nullptr)));
    case VIDIOC_S_CTRL:
      return SetControl(opened, as(static_cast<v4l2_control*>(nullptr)));
    case VIDIOC_SUBSCRIBE_EVENT:
      opened.subscribed.insert(
          as(static_cast<v4l2_event_subscription*>(nullptr)).type);
      return 0;
    case VIDIOC_DQEVENT:
      return DequeueEvent(opened, as(static_cast<v4l2_event*>(nullptr)));
    default:
      return -ENOTTY;
  }
}

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

int FakeSystem::RequestBuffers(Opened& opened, v4l2_requestbuffers& request) {
  if (opened.streaming) return -EBUSY;
  opened.buffers.assign(request.count, Buffer());
  for (Buffer& buffer : opened.buffers)
    buffer.bytes.resize(PlaneSize(opened, 0) +
                        (PlanesOf(opened) > 1 ? PlaneSize(opened, 1) : 0));
  return 0;
}

int FakeSystem::QueryBuffer(Opened& opened, v4l2_buffer& buffer) {
  if (buffer.index >= opened.buffers.size()) return -EINVAL;
  const uint32_t offset = buffer.index << 16;
  if (opened.camera->multiplanar()) {
    for (uint32_t p = 0; p < PlanesOf(opened); ++p) {
      buffer.m.planes[p].length = PlaneSize(opened, p);
      buffer.m.planes[p].m.mem_offset = offset + p;
    }
  } else {
    buffer.length = PlaneSize(opened, 0);
    buffer.m.offset = offset;
  }
  return 0;
}

int FakeSystem::Map(int fd, size_t length, int64_t offset, void** address) {
  int error = 0;
  if (Fails(&error)) return error;
  Opened& opened = opened_.at(fd);
  Buffer& buffer = opened.buffers.at(static_cast<size_t>(offset >> 16));
  const size_t plane = static_cast<size_t>(offset & 0xFFFF);
  const size_t begin = plane == 0 ? 0 : PlaneSize(opened, 0);
  if (begin + length > buffer.bytes.size()) return -EINVAL;
  *address = buffer.bytes.data() + begin;
  ++mapped_;
  return 0;
}

int FakeSystem::Unmap(void*, size_t) {
  int error = 0;
  const bool fails = Fails(&error);
  --mapped_;
  return fails ? error : 0;
}

int FakeSystem::Queue(Opened& opened, v4l2_buffer& buffer) {
  if (buffer.index >= opened.buffers.size()) return -EINVAL;
  if (opened.buffers[buffer.index].queued) return -EINVAL;
  opened.buffers[buffer.index].queued = true;
  opened.queue.push_back(buffer.index);
  return 0;
}

int FakeSystem::StreamOn(Opened& opened) {
  const FakeCamera& camera = *opened.camera;
  if (camera.stream_on_error != 0 &&
      (camera.room == 0 || PlaneSize(opened, 0) > camera.room))
    return -camera.stream_on_error;
  opened.streaming = true;
  opened.next_frame_ns = now_ns_ + 1'000 * kMs / opened.fps;
  return 0;
}

int FakeSystem::StreamOff(Opened& opened) {
  opened.streaming = false;
  opened.queue.clear();
  opened.done.clear();
  for (Buffer& buffer : opened.buffers) buffer.queued = false;
  return 0;
}

void FakeSystem::MakeFrames(Opened& opened) {
  if (!opened.streaming || opened.gone || opened.camera->silent) return;
  for (; opened.next_frame_ns <= now_ns_;
       opened.next_frame_ns += 1'000 * kMs / opened.fps) {
    const uint32_t number = opened.sequence++;
    if (opened.queue.empty()) continue;  // lost
    v4l2_buffer done = {};
    done.index = opened.queue.front();
    opened.queue.pop_front();
    Buffer& buffer = opened.buffers[done.index];
    buffer.queued = false;
    done.sequence = number;
    done.flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    done.timestamp.tv_sec = opened.next_frame_ns / 1'000'000'000;
    done.timestamp.tv_usec = opened.next_frame_ns % 1'000'000'000 / 1'000;
    done.bytesused = static_cast<uint32_t>(buffer.bytes.size());
    std::fill(buffer.bytes.begin(), buffer.bytes.end(),
              static_cast<uint8_t>(number));
    if (opened.camera->on_frame)
      opened.camera->on_frame(number, done, buffer.bytes);
    opened.done.push_back(done);
  }
}

int FakeSystem::Dequeue(Opened& opened, v4l2_buffer& buffer) {
  MakeFrames(opened);
  if (opened.done.empty()) return -EAGAIN;
  const v4l2_buffer& done = opened.done.front();
  buffer.index = done.index;
  buffer.sequence = done.sequence;
  buffer.flags = done.flags;
  buffer.timestamp = done.timestamp;
  if (opened.camera->multiplanar()) {
    for (uint32_t p = 0; p < PlanesOf(opened); ++p) {
      buffer.m.planes[p].bytesused = PlaneSize(opened, p);
      buffer.m.planes[p].data_offset = 0;
    }
  } else {
    buffer.bytesused = done.bytesused;
  }
  opened.done.pop_front();
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

short FakeSystem::ReadyFor(Opened& opened, short wanted) {
  if (opened.gone) return POLLERR | POLLHUP;
  MakeFrames(opened);
  short ready = 0;
  if (!opened.streaming) ready |= POLLERR;
  if (!opened.done.empty()) ready |= POLLIN;
  if (!opened.events.empty()) ready |= POLLPRI;
  return static_cast<short>(ready & (wanted | POLLERR | POLLHUP));
}

int64_t FakeSystem::NextChange() const {
  int64_t next = std::numeric_limits<int64_t>::max();
  if (!schedule_.empty()) next = schedule_.begin()->first;
  for (const auto& [fd, opened] : opened_)
    if (opened.streaming && !opened.camera->silent && !opened.gone)
      next = std::min(next, opened.next_frame_ns);
  return next;
}

int FakeSystem::Poll(pollfd* fds, size_t count, int timeout_ms) {
  ++polls_;
  int error = 0;
  if (Fails(&error)) return error;
  const int64_t end = now_ns_ + timeout_ms * kMs;
  for (;;) {
    int ready = 0;
    for (size_t i = 0; i < count; ++i) {
      fds[i].revents = 0;
      const auto opened = opened_.find(fds[i].fd);
      const auto watch = watches_.find(fds[i].fd);
      if (opened != opened_.end())
        fds[i].revents = ReadyFor(opened->second, fds[i].events);
      else if (watch != watches_.end())
        fds[i].revents = watch->second.empty() ? short{0} : short{POLLIN};
      else if (fds[i].fd >= 0)
        fds[i].revents = POLLNVAL;
      if (fds[i].revents != 0) ++ready;
    }
    if (ready > 0 || now_ns_ >= end) return ready;
    const int64_t next = std::clamp(NextChange(), now_ns_ + 1, end);
    PassTime(next - now_ns_);
  }
}

int64_t FakeSystem::Read(int fd, void* bytes, size_t size) {
  int error = 0;
  if (Fails(&error)) return error;
  const auto watch = watches_.find(fd);
  if (watch == watches_.end()) return -EBADF;
  if (watch->second.empty()) return -EAGAIN;
  inotify_event event = {};
  event.mask = IN_CREATE;
  event.len = 16;
  if (size < sizeof(event) + event.len) return -EINVAL;
  char name[16] = {};
  std::memcpy(name, watch->second.front().data(),
              std::min<size_t>(15, watch->second.front().size()));
  watch->second.pop_front();
  std::memcpy(bytes, &event, sizeof(event));
  std::memcpy(static_cast<char*>(bytes) + sizeof(event), name, sizeof(name));
  return static_cast<int64_t>(sizeof(event) + sizeof(name));
}

int FakeSystem::WatchFolder(const std::string&) {
  int error = 0;
  if (Fails(&error)) return error;
  if (!can_watch_) return -ENOSPC;
  const int fd = next_fd_++;
  watches_[fd];
  return fd;
}

int FakeSystem::ReadTextFile(const std::string& path, std::string* text) {
  int error = 0;
  if (Fails(&error)) return error;
  if (files_.count(path) != 0) {
    *text = files_[path];
    return 0;
  }
  for (const auto& [number, node] : nodes_) {
    const FakeCamera& camera = *node.camera;
    const std::string sysfs =
        "/sys/class/video4linux/video" + std::to_string(number);
    const std::string usb = "/sys/devices/usb/" + camera.bus_path + "-dev";
    if (path == sysfs + "/index")
      *text = camera.index + "\n";
    else if (path == sysfs + "/name")
      *text = camera.name + "\n";
    else if (camera.usb_vendor.empty())
      continue;
    else if (path == usb + "/idVendor")
      *text = camera.usb_vendor + "\n";
    else if (path == usb + "/idProduct")
      *text = camera.usb_product + "\n";
    else if (path == usb + "/serial")
      *text = camera.usb_serial + "\n";
    else
      continue;
    return 0;
  }
  return -ENOENT;
}

int FakeSystem::ListFolder(const std::string& path,
                           std::vector<std::string>* names) {
  int error = 0;
  if (Fails(&error)) return error;
  if (path == "/dev") {
    *names = {"null", "video", "videograph", "tty0"};
    for (const auto& [number, node] : nodes_)
      names->push_back("video" + std::to_string(number));
    std::reverse(names->begin(), names->end());
    return 0;
  }
  if (folders_.count(path) == 0) return -ENOENT;
  *names = folders_[path];
  return 0;
}

int FakeSystem::RealPath(const std::string& path, std::string* real) {
  int error = 0;
  if (Fails(&error)) return error;
  if (links_.count(path) != 0) {
    *real = links_[path];
    return 0;
  }
  for (const auto& [number, node] : nodes_) {
    if (path == "/dev/video" + std::to_string(number)) {
      *real = path;
      return 0;
    }
    if (path ==
        "/sys/class/video4linux/video" + std::to_string(number) + "/device") {
      *real = "/sys/devices/usb/" + node.camera->bus_path + "-dev/" +
              node.camera->bus_path;
      return 0;
    }
  }
  return -ENOENT;
}

int FakeSystem::ReadLink(const std::string& path, std::string* target) {
  int error = 0;
  if (Fails(&error)) return error;
  if (links_.count(path) == 0) return -ENOENT;
  *target = links_[path];
  return 0;
}

int FakeSystem::GroupOf(const std::string&, std::string* group) {
  int error = 0;
  if (Fails(&error)) return error;
  *group = "video";
  return 0;
}

}  // namespace camglass
