#include <cerrno>
#include <cstring>
#include <string>

#include "camapp/capture/device.h"
#include "camapp/capture/node_users.h"

namespace camglass {
namespace {

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
