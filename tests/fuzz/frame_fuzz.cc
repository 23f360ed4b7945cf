// A captured frame: the first 56 bytes are what the driver says of it, the rest
// are its planes. JPEGs, raw frames too short, contradicting numbers.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <numeric>

#include "camapp/capture/frame_to_rgb.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

uint32_t Take(const uint8_t** data) {
  uint32_t value = 0;
  std::memcpy(&value, *data, sizeof(value));
  *data += sizeof(value);
  return value;
}

camglass::FrameFormat TakeFormat(const uint8_t** data) {
  camglass::FrameFormat format;
  format.fourcc = Take(data);
  format.width = Take(data);
  format.height = Take(data);
  format.planes = Take(data);
  for (uint32_t& stride : format.stride) stride = Take(data);
  format.colorspace = Take(data);
  format.ycbcr_enc = Take(data);
  format.quantization = Take(data);
  return format;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kHeader = 13 * sizeof(uint32_t);
  if (size < kHeader) return 0;
  const uint8_t* at = data;
  camglass::CapturedFrame frame;
  frame.format = TakeFormat(&at);
  size_t left = size - kHeader;
  for (size_t& plane : frame.plane_bytes) {
    plane = std::min<size_t>(left, Take(&at));
    left -= plane;
  }
  frame.bytes.assign(data + kHeader, data + size - left);
  static camglass::FrameToRgb convert;
  camglass::Picture picture;
  const camglass::Status status = convert.Convert(frame, &picture);
  if (!status.ok()) {
    if (status.message().empty()) std::abort();
    return 0;
  }
  if (picture.rgb.size() != picture.h * picture.w * 3) std::abort();
  volatile unsigned sum =
      std::accumulate(picture.rgb.begin(), picture.rgb.end(), 0u);
  static_cast<void>(sum);
  return 0;
}
