#include "camapp/cam/network_input.h"

#include "engine/base/check.h"

namespace camglass {

NetworkInput::NetworkInput(const InputTransform& transform)
    : source_(transform.bgr ? std::array<size_t, 3>{2, 1, 0}
                            : std::array<size_t, 3>{0, 1, 2}) {
  for (size_t ch = 0; ch < 3; ++ch)
    for (size_t byte = 0; byte < 256; ++byte)
      value_[ch][byte] =
          static_cast<float>(byte) * transform.mul[ch] + transform.add[ch];
}

void NetworkInput::Fill(const Picture& picture, const TensorView& input) const {
  CAMGLASS_CHECK(input.h == picture.h && input.w == picture.w);
  CAMGLASS_CHECK(input.c == 3);
  for (size_t y = 0; y < picture.h; ++y) {
    const uint8_t* rgb = picture.Row(y);
    for (size_t x = 0; x < picture.w; ++x, rgb += 3) {
      float* to = input.Pixel(y, x);
      for (size_t ch = 0; ch < 3; ++ch) to[ch] = value_[ch][rgb[source_[ch]]];
    }
  }
}

}  // namespace camglass
