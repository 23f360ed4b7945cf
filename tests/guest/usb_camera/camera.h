// The camera itself: answers control requests and sends frames.
#ifndef CAMGLASS_TESTS_GUEST_USB_CAMERA_CAMERA_H_
#define CAMGLASS_TESTS_GUEST_USB_CAMERA_CAMERA_H_

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tests/guest/usb_camera/faults.h"
#include "tests/guest/usb_camera/usbip.h"
#include "tests/guest/usb_camera/video_format.h"

namespace camglass::usb_camera {

struct CameraSettings {
  bool bulk = false;  // else isochronous
  int port = 0;
  std::string name = "Simulated UVC Camera";
  std::string serial = "0001";
  double real_rate = 0;  // frames a second; 0: as negotiated
  std::vector<VideoFormat> formats;
  Faults faults;
};

class Camera {
 public:
  explicit Camera(CameraSettings settings);

  // Until it is unplugged for good, or the kernel closes the connection.
  // Prints "ready" each time the kernel has taken the device.
  void Run();

 private:
  using Probe = std::array<uint8_t, 26>;  // UVC's probe and commit record

  void Plug();
  bool HandleRequest();
  bool HandleUnlink(Request unlink);
  bool HandleControl(const Request& request);
  bool SendWaiting();

  // Answers: the bytes to return, or none for a stall.
  std::optional<Bytes> Standard(std::span<const uint8_t, 8> setup);
  std::optional<Bytes> ClassRequest(const Request& request);
  std::optional<Bytes> Streaming(const Request& request, int selector);
  std::optional<Bytes> Processing(const Request& request, int selector);
  void FixProbe(Probe* probe) const;

  void StartStream(bool on);
  int TickMs();  // makes a frame when one is due; ms until the next
  bool Unplugged();
  void MakeFrame();
  size_t Payload(std::span<uint8_t> room);
  double FrameSeconds() const;

  CameraSettings settings_;
  Bytes configuration_;
  std::unique_ptr<UsbConnection> usb_;
  std::deque<Request> waiting_;  // for the streaming endpoint
  uint32_t newest_ = 0;          // sequence of the last request that was sent
  std::vector<Request> early_unlinks_;  // of requests not sent yet

  Probe probe_ = {};
  Probe committed_ = {};
  int brightness_ = 128;
  int contrast_ = 32;

  bool streaming_ = false;
  double next_frame_ = 0;  // seconds
  size_t frame_number_ = 0;
  Bytes frame_;
  size_t sent_ = 0;
  bool have_frame_ = false;
  bool flag_error_ = false;
  bool packet_error_ = false;
  bool frame_toggle_ = false;
};

}  // namespace camglass::usb_camera

#endif  // CAMGLASS_TESTS_GUEST_USB_CAMERA_CAMERA_H_
