// A picture in another size, as words for a screen: fast rather than exact.
#ifndef CAMGLASS_CAMAPP_PICTURE_BILINEAR_SCALER_H_
#define CAMGLASS_CAMAPP_PICTURE_BILINEAR_SCALER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/tensor.h"

namespace camglass {

class BilinearScaler {
 public:
  // Makes all further pictures `out` large, mirrored left to right or not.
  // Costs nothing where all is as it was. Sides: at least 1.
  void Prepare(Extent in, Extent out, bool mirror);

  // picture has the size `in`. Row y of `out` begins at argb + y * stride; its
  // words are 0xFFRRGGBB. A byte differs by at most two from the mix of the
  // four nearest pixels (their centres; beyond an edge the edge goes on), and
  // not at all where the size stays. Allocates nothing.
  void Apply(const Picture& picture, uint32_t* argb, size_t stride);

 private:
  // Output sample i is the mix of samples first[i] and first[i] + 1.
  struct Axis {
    std::vector<uint32_t> first;
    std::vector<uint32_t> weight;  // of the second, in kWholeWeights
  };
  static Axis AxisFor(size_t in, size_t out);
  // rgb: a row of `in`; argb: one of `out`.
  void ScaleRow(const uint8_t* rgb, uint32_t* argb);
  void MixThenScaleRows(const Picture& picture, uint32_t* argb, size_t stride);
  void ScaleThenMixRows(const Picture& picture, uint32_t* argb, size_t stride);

  Extent in_;
  Extent out_;
  bool mirror_ = false;
  Axis vertical_;
  Axis horizontal_;
  std::vector<uint8_t> mixed_;   // a row of `in`, three bytes a pixel
  std::vector<uint32_t> words_;  // the same, and one more
  std::array<std::vector<uint32_t>, 2> scaled_;  // two rows of [out.w]
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_BILINEAR_SCALER_H_
