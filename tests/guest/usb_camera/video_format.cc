#include "tests/guest/usb_camera/video_format.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace camglass::usb_camera {
namespace {

[[noreturn]] void Reject(const std::string& text) {
  std::fprintf(stderr, "usb_camera: not a format: %s\n", text.c_str());
  std::exit(2);
}

}  // namespace

int VideoFormat::bits_per_pixel() const {
  if (fourcc == "NV12") return 12;
  if (fourcc == "GREY") return 8;
  if (fourcc == "BGR3") return 24;
  return 16;
}

size_t VideoFormat::raw_bytes(const FrameSize& size) const {
  return static_cast<size_t>(size.width) * static_cast<size_t>(size.height) *
         static_cast<size_t>(bits_per_pixel()) / 8;
}

size_t VideoFormat::max_bytes(const FrameSize& size) const {
  const size_t raw = raw_bytes(size);
  return is_jpeg() ? 2 * raw : raw;
}

Bytes VideoFormat::Frame(const FrameSize& size, size_t number) const {
  if (!frames.empty()) return frames[number % frames.size()];
  Bytes bytes(raw_bytes(size));
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<uint8_t>(i / 64 + number * 4);
  return bytes;
}

VideoFormat ParseFormat(const std::string& text) {
  VideoFormat format;
  const size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || colon > 4) Reject(text);
  format.fourcc = text.substr(0, colon);
  format.fourcc.resize(4, ' ');
  std::istringstream sizes(text.substr(colon + 1));
  std::string size;
  while (std::getline(sizes, size, ',')) {
    FrameSize parsed;
    char x = 0;
    char at = 0;
    std::istringstream numbers(size);
    numbers >> parsed.width >> x >> parsed.height >> at >> parsed.fps;
    if (!numbers || x != 'x' || at != '@' || parsed.fps <= 0) Reject(text);
    format.sizes.push_back(parsed);
  }
  if (format.sizes.empty()) Reject(text);
  return format;
}

std::vector<Bytes> SplitJpegs(const Bytes& bytes) {
  std::vector<Bytes> jpegs;
  size_t begin = 0;
  for (size_t i = 2; i + 2 < bytes.size(); ++i) {
    const bool ends_before = bytes[i - 2] == 0xFF && bytes[i - 1] == 0xD9;
    const bool begins =
        bytes[i] == 0xFF && bytes[i + 1] == 0xD8 && bytes[i + 2] == 0xFF;
    if (!ends_before || !begins) continue;
    jpegs.emplace_back(bytes.begin() + static_cast<ptrdiff_t>(begin),
                       bytes.begin() + static_cast<ptrdiff_t>(i));
    begin = i;
  }
  jpegs.emplace_back(bytes.begin() + static_cast<ptrdiff_t>(begin),
                     bytes.end());
  return jpegs;
}

}  // namespace camglass::usb_camera
