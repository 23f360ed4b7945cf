// The files and folders of the fake machine.
#include <sys/inotify.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "tests/capture/fake_system.h"

namespace camglass {

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
      *text =
          (camera.node_name.empty() ? camera.name : camera.node_name) + "\n";
    else if (path == sysfs + "/dev")
      *text = "81:" + std::to_string(number) + "\n";
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
    if (node.camera->has_device_link && path == "/sys/class/video4linux/video" +
                                                    std::to_string(number) +
                                                    "/device") {
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

int FakeSystem::AccessOf(const std::string& path, FileAccess* access) {
  int error = 0;
  if (Fails(&error)) return error;
  for (const auto& [number, node] : nodes_) {
    if (path != "/dev/video" + std::to_string(number)) continue;
    *access = node.camera->access;
    return 0;
  }
  return -ENOENT;
}

}  // namespace camglass
