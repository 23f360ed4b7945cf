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

Status NotPermitted(SystemCalls& system, const std::string& node) {
  std::string group;
  if (system.GroupOf(node, &group) < 0) group = "video";
  return PermissionDenied(
      node +
      ": this user may not use the camera; join its group with 'sudo "
      "usermod -aG " +
      group + " $USER' and log in again");
}

Status InUse(SystemCalls& system, const std::string& node) {
  const std::string user = ProgramUsing(system, node);
  return Busy(node + ": the camera is in use by " +
              (user.empty() ? "another program" : user) +
              "; end that program and try again");
}

}  // namespace

Status DeviceError(SystemCalls& system, const std::string& node,
                   const std::string& action, int error) {
  switch (error) {
    case ENOENT:
      return NotFound(node + ": there is no such device; see camapp list");
    case EACCES:
    case EPERM:
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
