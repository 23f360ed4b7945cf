// A picture in memory: 8-bit RGB, rows from the top, no gaps.
#ifndef CAMGLASS_CAMAPP_PICTURE_PICTURE_H_
#define CAMGLASS_CAMAPP_PICTURE_PICTURE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

struct Picture {
  size_t h = 0;
  size_t w = 0;
  std::vector<uint8_t> rgb;  // [h][w][3]

  Picture() = default;
  Picture(size_t height, size_t width)
      : h(height), w(width), rgb(height * width * 3) {}

  Extent extent() const { return {h, w}; }
  uint8_t* Row(size_t y) { return rgb.data() + y * w * 3; }
  const uint8_t* Row(size_t y) const { return rgb.data() + y * w * 3; }

  // Keeps the memory where it is large enough. The pixels are then undefined.
  void Resize(Extent size) {
    h = size.h;
    w = size.w;
    rgb.resize(h * w * 3);
  }
};

// Fails where a side is 0 or the size is beyond limits.h.
Status CheckPictureSize(uint64_t height, uint64_t width);
// The same for a JPEG as stored, which may be decoded smaller.
Status CheckJpegSize(uint64_t height, uint64_t width);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_PICTURE_H_
