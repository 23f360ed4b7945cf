// The picture that torchvision's evaluation shows a network: resized by
// bilinear interpolation with antialiasing, then a square from the centre.
#ifndef CAMGLASS_CAMAPP_PICTURE_EVALUATION_CROP_H_
#define CAMGLASS_CAMAPP_PICTURE_EVALUATION_CROP_H_

#include <cstddef>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

// A rectangle of a picture, in pixels; not necessarily whole ones.
struct Region {
  double y = 0;
  double x = 0;
  double h = 0;
  double w = 0;
};

// How a picture of one size is cut.
struct EvaluationCrop {
  Extent resized;  // the short side at `resize`, the other truncated
  size_t side;     // of the square
  size_t top;      // of the square in the resized picture
  size_t left;

  // The square's place in the original picture.
  Region InPicture(Extent picture) const;
};

// Offsets are (side - square) / 2 with halves to even. Fails where the resize
// is smaller than the square or needs more than limits::kMaxInputPixels.
StatusOr<EvaluationCrop> PlanEvaluationCrop(Extent picture, size_t resize,
                                            size_t side);

// The square's pixels, as Pillow's 8-bit resampler makes them: first along
// rows, then along columns, weights in 22 fractional bits, each pass rounded.
Picture CropForEvaluation(const Picture& picture, const EvaluationCrop& crop);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_EVALUATION_CROP_H_
