#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "camapp/capture/device.h"

namespace camglass {
namespace {

bool IsNumber(const std::string& text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

bool HasOpen(SystemCalls& system, const std::string& process,
             const std::string& device) {
  const std::string folder = "/proc/" + process + "/fd";
  std::vector<std::string> descriptors;
  if (system.ListFolder(folder, &descriptors) < 0) return false;
  return std::any_of(
      descriptors.begin(), descriptors.end(), [&](const std::string& fd) {
        std::string target;
        return system.ReadLink(folder + "/" + fd, &target) >= 0 &&
               target == device;
      });
}

std::string NameOf(SystemCalls& system, const std::string& process) {
  std::string name;
  if (system.ReadTextFile("/proc/" + process + "/comm", &name) < 0) return "?";
  while (!name.empty() && name.back() == '\n') name.pop_back();
  return name;
}

// Which program has a device open, as far as /proc shows it to this user:
// "NAME (process 123)"; empty where none is found or none may be seen. This
// process is not counted.
std::string ProgramUsing(SystemCalls& system, const std::string& node) {
  std::string device = node;
  system.RealPath(node, &device);
  std::vector<std::string> processes;
  if (system.ListFolder("/proc", &processes) < 0) return "";
  const std::string self = std::to_string(getpid());
  for (const std::string& process : processes) {
    if (!IsNumber(process) || process == self) continue;
    if (HasOpen(system, process, device))
      return NameOf(system, process) + " (process " + process + ")";
  }
  return "";
}

std::string ErrorText(int error) {
  return std::string(strerrordesc_np(error) != nullptr ? strerrordesc_np(error)
                                                       : "unknown error") +
         " (" + std::to_string(error) + ")";
}

// What opens the node to this user. Joining the superuser's group would open
// far more than a camera, and is never the answer.
std::string HowToGetAccess(const std::string& node, const FileAccess& access) {
  const std::string join = "sudo usermod -aG ";
  if (access.group_may && !access.is_member && access.group_number != 0)
    return access.group.empty()
               ? "it belongs to group " + std::to_string(access.group_number) +
                     ", which has no name here; start the container with "
                     "--group-add " +
                     std::to_string(access.group_number)
               : "join its group with '" + join + access.group +
                     " $USER' and log in again";
  return "its file is closed to every group of users; open it to group video "
         "with 'sudo chgrp video " +
         node + " && sudo chmod g+rw " + node + "', join that group with '" +
         join + "video $USER' and log in again";
}

Status NotPermitted(SystemCalls& system, const std::string& node) {
  FileAccess access = {.group = "video", .group_may = true};
  const bool known = system.AccessOf(node, &access) >= 0;
  if (!known) access.group_number = 1;  // whatever it is, not the superuser's
  return PermissionDenied(node + ": this user may not use the camera; " +
                          HowToGetAccess(node, access));
}

// Not the file's permissions: what encloses the process refuses devices.
Status NotLetThrough(const std::string& node) {
  return PermissionDenied(
      node +
      ": the container or sandbox lets no program use the camera; start it "
      "with the device, e.g. docker run --device " +
      node);
}

Status InUse(SystemCalls& system, const std::string& node) {
  const std::string user = ProgramUsing(system, node);
  return Busy(node + ": the camera is in use by " +
              (user.empty() ? "another program" : user) +
              "; end that program and try again");
}

}  // namespace

Status OpenError(SystemCalls& system, const std::string& node, int error) {
  return error == EPERM ? NotLetThrough(node)
                        : DeviceError(system, node, "open it", error);
}

Status DeviceError(SystemCalls& system, const std::string& node,
                   const std::string& action, int error) {
  switch (error) {
    case ENOENT:
      return NotFound(node + ": there is no such device; see camapp list");
    case EACCES:
      return NotPermitted(system, node);
    case EBUSY:
      return InUse(system, node);
    case ENODEV:
    case ENXIO:
      return Unavailable(node + ": the camera is gone; plug it in again");
    case ENOSPC:
      return Exhausted(
          node +
          ": the USB bus has no room for this stream; use --format MJPG, a "
          "smaller --size, or another port");
    default:
      return IoError(node + ": can't " + action + ": " + ErrorText(error) +
                     "; plug the camera in again, or see camapp doctor");
  }
}

}  // namespace camglass
