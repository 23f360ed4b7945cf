#include "tools/audit/exchange/mean_picture.h"

#include "camapp/picture/exact_resizer.h"
#include "engine/base/check.h"

namespace camglass {

Picture Stretched(const Picture& picture, Extent size) {
  if (picture.h == size.h && picture.w == size.w) return picture;
  ExactResizer<uint8_t> resizer(picture.extent(), size, 3,
                                ScalesBetween(picture.extent(), size));
  Picture stretched(size.h, size.w);
  resizer.Apply(picture.rgb.data(), stretched.rgb.data());
  return stretched;
}

void MeanPicture::Add(const Picture& picture) {
  const Picture square = Stretched(picture, {side_, side_});
  for (size_t i = 0; i < sums_.size(); ++i) sums_[i] += square.rgb[i];
  ++count_;
}

Picture MeanPicture::Mean() const {
  CAMGLASS_CHECK(count_ > 0);
  Picture mean(side_, side_);
  for (size_t i = 0; i < sums_.size(); ++i)
    mean.rgb[i] = static_cast<uint8_t>((2 * sums_[i] + count_) / (2 * count_));
  return mean;
}

}  // namespace camglass
