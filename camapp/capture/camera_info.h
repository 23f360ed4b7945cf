// The cameras of this machine: names, places, and what tells them apart.
#ifndef CAMGLASS_CAMAPP_CAPTURE_CAMERA_INFO_H_
#define CAMGLASS_CAMAPP_CAPTURE_CAMERA_INFO_H_

#include <string>
#include <vector>

#include "camapp/capture/device.h"
#include "camapp/capture/system_calls.h"
#include "engine/base/status.h"

namespace camglass {

// What stays the same when a camera is plugged in again and gets another
// number: from sysfs, without opening the node.
struct CameraIdentity {
  std::string usb;       // vendor:product:serial; empty if not a USB device
  std::string bus_path;  // where it is plugged in, e.g. "1-2:1.0"
  std::string index;     // which of the device's nodes
  // Another camera had the same `usb` (same model, no serial number): only the
  // place tells them apart.
  bool shared = false;
};

struct CameraInfo {
  std::string node;  // /dev/videoN
  std::string name;  // the card's name
  std::string driver;
  std::string bus;
  std::string by_id;    // link in /dev/v4l/by-id; may be empty
  std::string by_path;  // link in /dev/v4l/by-path; may be empty
  CameraIdentity identity;
  // Whether the node could be opened; if not, name and whether it captures come
  // from what udev and sysfs tell.
  Status status;
};

// A node that is there but captures nothing: metadata, output, codecs.
struct OtherNode {
  std::string node;
  std::string name;
};

struct CameraList {
  std::vector<CameraInfo> cameras;  // by number
  std::vector<OtherNode> others;
};

CameraList ListCameras(SystemCalls& system);

CameraIdentity IdentityOf(SystemCalls& system, const std::string& node);

// The nodes /dev/video0, /dev/video1, ... that exist, by number.
std::vector<std::string> VideoNodes(SystemCalls& system);

// The camera that `wanted` names: empty for the first that can be opened and
// has a mode that we can use; a path (/dev/video2, a by-id or by-path link); a
// by-id name; or a part of its name, in any case, where only one camera has it.
// Fails with kNotFound, kAmbiguous, or the reason why the only candidate (of
// several where none is named, the first) can't be used.
StatusOr<CameraInfo> FindCamera(SystemCalls& system, const std::string& wanted);

// The error for a machine without any camera: kNotFound.
Status NoCameraFound();

// The node of the camera that was `identity`: the same USB device (if there
// are several such, the one in the same place), else the device in the same
// place. Empty where it isn't there. Opens nothing.
std::string NodeOfIdentity(SystemCalls& system, const CameraIdentity& identity);

// The node of another camera of the same model that can't be told from
// `identity` but by its place; empty where there is none. Opens nothing.
std::string NodeOfTwin(SystemCalls& system, const CameraIdentity& identity);

bool HasSerialNumber(const CameraIdentity& identity);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_CAMERA_INFO_H_
