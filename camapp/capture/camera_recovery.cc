// What a camera does between its streams: it waits for its node, decides
// whether a node is its own, and starts again.
#include <memory>
#include <string>

#include "camapp/capture/camera.h"

namespace camglass {

void Camera::WaitForCamera(int timeout_ms, int wake_fd) {
  pollfd fds[] = {{watch_->fd(), POLLIN, 0}, {wake_fd, POLLIN, 0}};
  const int ready = system_.Poll(
      fds, 2, TimeoutMs(next_attempt_ns_, system_.NowNs(), timeout_ms));
  const bool told = ready > 0 && fds[0].revents != 0 && watch_->TakeNews();
  if (fds[0].revents != 0 && !told && (fds[0].revents & POLLIN) == 0)
    watch_ = std::make_unique<NodeWatch>(system_);  // it broke
  const bool due = system_.NowNs() >= next_attempt_ns_;
  if (told || due) TryAgain();
}

std::string Camera::FindNode() {
  const CameraIdentity& identity = info_.identity;
  if (!identity.usb.empty() || !identity.bus_path.empty())
    return NodeOfIdentity(system_, identity);
  // Nothing but number and name are known of it.
  const auto device = Device::Open(system_, info_.node);
  if (!device.ok()) {
    const bool there = device.status().code() != StatusCode::kNotFound &&
                       device.status().code() != StatusCode::kUnsupported;
    return there ? info_.node : "";
  }
  return (*device)->abilities().card == info_.name ? info_.node : "";
}

// What has our camera's ids in another place when ours has only just gone can't
// be ours. From then on the place decides.
std::string Camera::LookForTwin() {
  const std::string twin = NodeOfTwin(system_, info_.identity);
  if (!twin.empty()) info_.identity.shared = true;
  return twin;
}

void Camera::OnAppeared(const std::string& node) {
  appeared_ns_ = system_.NowNs();
  log_("camera: retrying: node " + node + " appeared");
  state_ = CameraState::kRetrying;
  const CameraIdentity now = IdentityOf(system_, node);
  const std::string& before = info_.identity.bus_path;
  if (now.bus_path == before || now.bus_path.empty()) return;
  log_("camera: it is plugged in at " + now.bus_path + " instead of " + before +
       (HasSerialNumber(now) ? " and has the same serial number"
                             : " and has no serial number: if this is another "
                               "one of its kind, name yours with --camera"));
  info_.identity.bus_path = now.bus_path;
}

void Camera::TryAgain() {
  const std::string node = FindNode();
  if (node.empty()) {
    Lose(Unavailable("'" + info_.name + "' is gone; waiting for it"));
    return;
  }
  if (state_ == CameraState::kAbsent && appeared_ns_ == 0) OnAppeared(node);
  const Status connected = Connect(node);
  if (!connected.ok()) Lose(connected);
}

}  // namespace camglass
