// The pictures that the simulated camera offers and sends.
#ifndef CAMGLASS_TESTS_GUEST_USB_CAMERA_VIDEO_FORMAT_H_
#define CAMGLASS_TESTS_GUEST_USB_CAMERA_VIDEO_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace camglass::usb_camera {

using Bytes = std::vector<uint8_t>;

struct FrameSize {
  int width = 0;
  int height = 0;
  int fps = 0;
};

// One pixel format in some sizes, and the frames to send of it.
struct VideoFormat {
  std::string fourcc;  // four characters, blanks included
  std::vector<FrameSize> sizes;
  // One after the other, then from the start again. Without any, raw formats
  // get a moving pattern.
  std::vector<Bytes> frames;

  bool is_jpeg() const { return fourcc == "MJPG"; }
  int bits_per_pixel() const;
  size_t raw_bytes(const FrameSize& size) const;
  // What the camera announces as the largest frame.
  size_t max_bytes(const FrameSize& size) const;

  Bytes Frame(const FrameSize& size, size_t number) const;
};

// From "YUYV:640x480@30,320x240@30". Exits with a message where it is wrong.
VideoFormat ParseFormat(const std::string& text);

// The JPEGs of a file that holds them end to end.
std::vector<Bytes> SplitJpegs(const Bytes& bytes);

}  // namespace camglass::usb_camera

#endif  // CAMGLASS_TESTS_GUEST_USB_CAMERA_VIDEO_FORMAT_H_
