// USB/IP: USB requests over a socket, as the kernel's vhci_hcd sends them to a
// device that it believes to be plugged in.
#ifndef CAMGLASS_TESTS_GUEST_USB_CAMERA_USBIP_H_
#define CAMGLASS_TESTS_GUEST_USB_CAMERA_USBIP_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tests/guest/usb_camera/video_format.h"

namespace camglass::usb_camera {

struct IsoPacket {
  uint32_t offset = 0;
  uint32_t length = 0;
  uint32_t actual = 0;
  int32_t status = 0;
};

// One request of the kernel.
struct Request {
  enum class Kind { kSubmit, kUnlink };
  Kind kind = Kind::kSubmit;
  uint32_t sequence = 0;
  uint32_t victim = 0;  // kUnlink: the request to forget
  bool in = false;      // towards the computer
  uint32_t endpoint = 0;
  uint32_t length = 0;
  uint32_t start_frame = 0;
  std::array<uint8_t, 8> setup = {};
  Bytes data;  // where not `in`
  std::vector<IsoPacket> packets;
};

class UsbConnection {
 public:
  // Plugs the device in at this port of the virtual hub. Exits where that
  // doesn't work within ten seconds.
  explicit UsbConnection(int port);
  ~UsbConnection();  // pulls the plug
  UsbConnection(const UsbConnection&) = delete;
  UsbConnection& operator=(const UsbConnection&) = delete;

  int fd() const { return fd_; }

  // None where the kernel has closed the connection.
  std::optional<Request> Receive();

  // Each is false where the connection is gone.
  bool Reply(const Request& request, int32_t status, uint32_t actual,
             std::span<const uint8_t> data);
  bool ReplyUnlink(const Request& request, bool found);

 private:
  bool ReadAll(std::span<uint8_t> bytes);
  bool WriteAll(std::span<const uint8_t> bytes);

  int fd_ = -1;
};

}  // namespace camglass::usb_camera

#endif  // CAMGLASS_TESTS_GUEST_USB_CAMERA_USBIP_H_
