// The size at which a network sees a picture.
#ifndef CAMGLASS_CAMAPP_PICTURE_INPUT_EXTENT_H_
#define CAMGLASS_CAMAPP_PICTURE_INPUT_EXTENT_H_

#include <cstddef>
#include <map>
#include <string>

#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

enum class ResizeRule {
  kShort,  // the whole frame, its shortest side at the input length
  kRows,   // the whole frame, its height at the input length: the example's
  kCrop,   // the square that the framework's own evaluation would cut out
};

// The rules by their names in flags and files: "short", "rows", "crop".
const std::map<std::string, ResizeRule>& ResizeRules();
const std::string& NameOf(ResizeRule rule);

// Size and scale of a whole frame's resize; both axes have the same scale.
struct InputResize {
  Extent size;
  double scale = 1;  // output over input
};

// kShort or kRows. The other side is length * side / reference rounded up,
// computed in whole numbers: in doubles 600 * (224 / 400) exceeds 336 and would
// give 337. Fails where the result has more than limits::kMaxInputPixels.
StatusOr<InputResize> WholeFrameResize(Extent picture, size_t length,
                                       ResizeRule rule);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_INPUT_EXTENT_H_
