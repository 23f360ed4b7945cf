// What the camera does wrong, and when.
#ifndef CAMGLASS_TESTS_GUEST_USB_CAMERA_FAULTS_H_
#define CAMGLASS_TESTS_GUEST_USB_CAMERA_FAULTS_H_

#include <optional>
#include <string>
#include <vector>

#include "tests/guest/usb_camera/video_format.h"

namespace camglass::usb_camera {

// "8:unplug:700": at frame 8 (counted since the program's start), the fault
// with its argument; "all:cut": at every frame. Faults, and what their argument
// is:
//   unplug   the device goes away, for so many milliseconds; for good without
//   pause    no frames for so many milliseconds
//   err      UVC's error bit on the frame
//   iso      USB packets with an error
//   short    half of the frame's bytes
//   empty    none of them
//   corrupt  so many bytes behind the headers are overwritten
//   cut      the second half is missing, and with it a JPEG's end
//   nosoi    the first two bytes are zero
//   noeoi    the last two bytes are missing: a JPEG's end marker
// "probe:stall" and "commit:stall" refuse the format, and the stream.
class Faults {
 public:
  // False where the text isn't a fault.
  bool Add(const std::string& text);

  bool stalls_probe() const { return stalls_probe_; }
  bool stalls_commit() const { return stalls_commit_; }

  // The argument of that fault if it is due at this frame; each only once a
  // frame.
  std::optional<int> Take(const std::string& kind, size_t frame);

  // Spoils a frame's bytes.
  void Spoil(size_t frame, bool is_jpeg, Bytes* bytes);

 private:
  struct Fault {
    std::optional<size_t> frame;  // none: every frame
    std::string kind;
    int argument = 0;
    std::optional<size_t> done;  // at that frame
  };
  std::vector<Fault> faults_;
  bool stalls_probe_ = false;
  bool stalls_commit_ = false;
};

}  // namespace camglass::usb_camera

#endif  // CAMGLASS_TESTS_GUEST_USB_CAMERA_FAULTS_H_
