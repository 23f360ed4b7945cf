// The USB descriptors of a webcam (USB Video Class 1.0).
#ifndef CAMGLASS_TESTS_GUEST_USB_CAMERA_DESCRIPTORS_H_
#define CAMGLASS_TESTS_GUEST_USB_CAMERA_DESCRIPTORS_H_

#include <array>
#include <string>
#include <vector>

#include "tests/guest/usb_camera/video_format.h"

namespace camglass::usb_camera {

inline constexpr uint32_t kUvcClockTicks = 10'000'000;  // a second
inline constexpr uint32_t kSlowestInterval = kUvcClockTicks / 5;

// Bytes of one payload: a high-bandwidth isochronous packet, or a bulk block.
size_t PayloadBytes(bool bulk);

Bytes DeviceDescriptor();
// Interfaces for control (a camera with brightness and contrast) and streaming
// (endpoint 0x81), with all formats.
Bytes ConfigurationDescriptor(const std::vector<VideoFormat>& formats,
                              bool bulk);
// Index 0: the languages; 1: maker; 2: `name`; 3: serial number.
Bytes StringDescriptor(int index, const std::string& name,
                       const std::string& serial);

}  // namespace camglass::usb_camera

#endif  // CAMGLASS_TESTS_GUEST_USB_CAMERA_DESCRIPTORS_H_
