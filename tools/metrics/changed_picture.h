// A network's inputs with parts of them taken away, and what the network says
// of them. All pictures have the input's size.
#ifndef CAMGLASS_TOOLS_METRICS_CHANGED_PICTURE_H_
#define CAMGLASS_TOOLS_METRICS_CHANGED_PICTURE_H_

#include <array>
#include <functional>
#include <span>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "weights/preprocess.h"

namespace camglass {

// What a network says of one class.
struct ClassWord {
  double score = 0;    // its probability
  double logit = 0;    // before softmax
  bool first = false;  // no class is more likely
};
// Asks the network about a picture of its input's size.
using Look = std::function<StatusOr<ClassWord>(const Picture&)>;

using Rgb = std::array<uint8_t, 3>;

// The colour that the network's normalisation turns into 0, or the nearest:
// what says nothing.
Rgb NeutralColour(const InputTransform& transform);

Picture PlainPicture(Extent size, const Rgb& colour);

// Each pixel's way from `colour` to its own, as far as `weights` ([h][w], 0 to
// 1) says, rounded.
Picture Dimmed(const Picture& picture, std::span<const double> weights,
               const Rgb& colour);

// RISE's blur: a Gaussian of deviation 5 over 11 x 11 pixels. The picture's
// edges are repeated outside.
Picture BlurredAsRise(const Picture& picture);

// 0 to 255, rounded.
uint8_t ToByte(double value);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_CHANGED_PICTURE_H_
