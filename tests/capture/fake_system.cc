#include "tests/capture/fake_system.h"

#include <algorithm>
#include <cerrno>
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

}  // namespace camglass
