#include "camapp/capture/camera_info.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "camapp/capture/mode_choice.h"

namespace camglass {
namespace {

constexpr char kClassFolder[] = "/sys/class/video4linux/";

std::string Lower(std::string text) {
  for (char& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// One line of a file of sysfs; empty where it can't be read.
std::string SysfsLine(SystemCalls& system, const std::string& path) {
  std::string text;
  if (system.ReadTextFile(path, &text) < 0) return "";
  return text.substr(0, text.find('\n'));
}

// The number of a name such as video12; -1 for any other name.
int VideoNumber(const std::string& name) {
  if (name.rfind("video", 0) != 0 || name.size() == 5 || name.size() > 9)
    return -1;
  int number = 0;
  for (size_t i = 5; i < name.size(); ++i) {
    if (name[i] < '0' || name[i] > '9') return -1;
    number = number * 10 + (name[i] - '0');
  }
  return number;
}

// Where the links of a folder lead, by target.
std::map<std::string, std::string> LinksByTarget(SystemCalls& system,
                                                 const std::string& folder) {
  std::map<std::string, std::string> links;
  std::vector<std::string> names;
  if (system.ListFolder(folder, &names) < 0) return links;
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    std::string target;
    std::string path = folder;
    path.append("/").append(name);
    if (system.RealPath(path, &target) >= 0) links.emplace(target, path);
  }
  return links;
}

bool StartsWith(const std::string& text, const char* start) {
  return text.rfind(start, 0) == 0;
}

// What udev noted when it opened the node as root; none where there is no udev.
std::optional<bool> CapturesByUdev(SystemCalls& system,
                                   const std::string& folder) {
  const std::string number = SysfsLine(system, folder + "/dev");
  std::string noted;
  if (number.empty() ||
      system.ReadTextFile("/run/udev/data/c" + number, &noted) < 0)
    return std::nullopt;
  constexpr char kKey[] = "E:ID_V4L_CAPABILITIES=";
  const size_t at = noted.find(kKey);
  if (at == std::string::npos) return std::nullopt;
  const std::string line = noted.substr(at, noted.find('\n', at) - at);
  return line.find(":capture:") != std::string::npos;
}

// Whether a node that we can't open captures, as far as anything tells.
bool MayCapture(SystemCalls& system, const CameraInfo& camera) {
  const std::string folder = kClassFolder + BaseName(camera.node);
  const std::optional<bool> noted = CapturesByUdev(system, folder);
  if (noted.has_value()) return *noted;
  // So some kernels name the nodes of USB cameras.
  if (StartsWith(camera.name, "Metadata ") ||
      StartsWith(camera.name, "Video Output "))
    return false;
  // A USB camera's first node has the pictures, the next what is known of them.
  const CameraIdentity& identity = camera.identity;
  return identity.usb.empty() || identity.index.empty() ||
         identity.index == "0";
}

// Fills name and driver; true where the node captures, or may.
bool LookAt(SystemCalls& system, CameraInfo& camera) {
  auto device = Device::Open(system, camera.node);
  if (device.ok()) {
    const NodeAbilities& abilities = (*device)->abilities();
    camera.name = abilities.card;
    camera.driver = abilities.driver;
    camera.bus = abilities.bus;
    return true;
  }
  camera.name =
      SysfsLine(system, kClassFolder + BaseName(camera.node) + "/name");
  camera.status = device.status();
  return camera.status.code() != StatusCode::kUnsupported &&
         camera.status.code() != StatusCode::kNotFound &&
         MayCapture(system, camera);
}

std::string Names(const std::vector<CameraInfo>& cameras) {
  std::string names;
  for (const CameraInfo& camera : cameras)
    names +=
        (names.empty() ? "" : ", ") + camera.node + " '" + camera.name + "'";
  return names;
}

// The cameras that `wanted` may mean.
std::vector<CameraInfo> Candidates(SystemCalls& system,
                                   const std::vector<CameraInfo>& cameras,
                                   const std::string& wanted) {
  std::string path;
  if (wanted.find('/') != std::string::npos &&
      system.RealPath(wanted, &path) < 0)
    path = wanted;
  std::vector<CameraInfo> exact;
  std::vector<CameraInfo> part;
  for (const CameraInfo& camera : cameras) {
    if (camera.node == path || BaseName(camera.by_id) == wanted ||
        BaseName(camera.by_path) == wanted || camera.name == wanted)
      exact.push_back(camera);
    if (Lower(camera.name).find(Lower(wanted)) != std::string::npos)
      part.push_back(camera);
  }
  return exact.empty() ? part : exact;
}

void MarkShared(std::vector<CameraInfo>& cameras) {
  for (CameraInfo& a : cameras)
    for (const CameraInfo& b : cameras)
      if (a.node != b.node && !a.identity.usb.empty() &&
          a.identity.usb == b.identity.usb &&
          a.identity.index == b.identity.index)
        a.identity.shared = true;
}

Status CheckUsable(SystemCalls& system, const CameraInfo& camera) {
  CAMGLASS_RETURN_IF_ERROR(camera.status);
  CAMGLASS_ASSIGN_OR_RETURN(const auto device,
                            Device::Open(system, camera.node));
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<CaptureMode> modes,
                            device->Modes(kDefaultWidth, kDefaultHeight));
  return RankModes(modes, {}).empty()
             ? Unsupported(NoUsableMode(camera.node, modes, {}))
             : Status();
}

StatusOr<CameraInfo> FirstThatWorks(SystemCalls& system,
                                    const std::vector<CameraInfo>& cameras) {
  Status first;
  for (const CameraInfo& camera : cameras) {
    const Status usable = CheckUsable(system, camera);
    if (usable.ok()) return camera;
    if (first.ok()) first = usable;
  }
  return first.ok() ? NoCameraFound() : first;
}

}  // namespace

std::vector<std::string> VideoNodes(SystemCalls& system) {
  std::vector<std::string> names;
  system.ListFolder("/dev", &names);
  std::vector<int> numbers;
  for (const std::string& name : names)
    if (VideoNumber(name) >= 0) numbers.push_back(VideoNumber(name));
  std::sort(numbers.begin(), numbers.end());
  std::vector<std::string> nodes;
  nodes.reserve(numbers.size());
  for (const int number : numbers)
    nodes.push_back("/dev/video" + std::to_string(number));
  return nodes;
}

Status NoCameraFound() {
  return NotFound(
      "no camera found; plug one in, or use --image, --video or --pattern");
}

CameraIdentity IdentityOf(SystemCalls& system, const std::string& node) {
  CameraIdentity identity;
  const std::string folder = kClassFolder + BaseName(node);
  identity.index = SysfsLine(system, folder + "/index");
  std::string device;
  if (system.RealPath(folder + "/device", &device) < 0) return identity;
  identity.bus_path = BaseName(device);
  // The node belongs to an interface of the USB device one level up.
  const std::string usb = device.substr(0, device.rfind('/'));
  const std::string vendor = SysfsLine(system, usb + "/idVendor");
  if (!vendor.empty())
    identity.usb = vendor + ":" + SysfsLine(system, usb + "/idProduct") + ":" +
                   SysfsLine(system, usb + "/serial");
  return identity;
}

CameraList ListCameras(SystemCalls& system) {
  CameraList list;
  const auto by_id = LinksByTarget(system, "/dev/v4l/by-id");
  const auto by_path = LinksByTarget(system, "/dev/v4l/by-path");
  for (const std::string& node : VideoNodes(system)) {
    CameraInfo camera;
    camera.node = node;
    camera.identity = IdentityOf(system, node);
    if (!LookAt(system, camera)) {
      list.others.push_back({node, camera.name});
      continue;
    }
    if (by_id.count(node) != 0) camera.by_id = by_id.at(node);
    if (by_path.count(node) != 0) camera.by_path = by_path.at(node);
    list.cameras.push_back(std::move(camera));
  }
  MarkShared(list.cameras);
  return list;
}

StatusOr<CameraInfo> FindCamera(SystemCalls& system,
                                const std::string& wanted) {
  const std::vector<CameraInfo> cameras = ListCameras(system).cameras;
  if (wanted.empty()) return FirstThatWorks(system, cameras);
  const std::vector<CameraInfo> found = Candidates(system, cameras, wanted);
  if (found.size() > 1)
    return Ambiguous("--camera " + wanted + " fits several: " + Names(found));
  if (found.size() == 1) {
    CAMGLASS_RETURN_IF_ERROR(found.front().status);
    return found.front();
  }
  if (wanted.find('/') != std::string::npos) {
    // Not a camera, or not there: opening it tells which.
    auto device = Device::Open(system, wanted);
    if (!device.ok()) return device.status();
  }
  return NotFound("no camera fits --camera " + wanted + "; there " +
                  (cameras.empty() ? "is none" : "are " + Names(cameras)));
}

std::string NodeOfIdentity(SystemCalls& system,
                           const CameraIdentity& identity) {
  std::string same_device;
  for (const std::string& node : VideoNodes(system)) {
    const CameraIdentity other = IdentityOf(system, node);
    if (other.index != identity.index) continue;
    if (other.usb != identity.usb) continue;
    if (other.bus_path == identity.bus_path) return node;
    const bool told_apart = !identity.usb.empty() && !identity.shared;
    if (told_apart && same_device.empty()) same_device = node;
  }
  return same_device;
}

std::string NodeOfTwin(SystemCalls& system, const CameraIdentity& identity) {
  if (identity.usb.empty()) return "";
  for (const std::string& node : VideoNodes(system)) {
    const CameraIdentity other = IdentityOf(system, node);
    if (other.usb == identity.usb && other.index == identity.index &&
        !other.bus_path.empty() && other.bus_path != identity.bus_path)
      return node;
  }
  return "";
}

bool HasSerialNumber(const CameraIdentity& identity) {
  return !identity.usb.empty() && identity.usb.back() != ':';
}

}  // namespace camglass
