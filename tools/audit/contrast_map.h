// What speaks for a class rather than for the others, and where.
#ifndef CAMGLASS_TOOLS_AUDIT_CONTRAST_MAP_H_
#define CAMGLASS_TOOLS_AUDIT_CONTRAST_MAP_H_

#include <cstddef>
#include <span>
#include <vector>

#include "camapp/cam/class_map.h"
#include "engine/tensor.h"

namespace camglass {

// For each of `classes` (two or more, of the head's), its evidence minus the
// mean of the others' evidence: [features.h * features.w]. Evidence is the
// class activation map plus the bias, whose mean over the cells is the logit.
std::vector<std::vector<float>> ContrastMaps(const TensorView& features,
                                             const ClassHead& head,
                                             std::span<const size_t> classes);

// z[c] - log(sum of exp(z[k]) over k other than c): above 0 where softmax gives
// c more than all others together. Two or more logits.
double MarginOf(std::span<const float> logits, size_t c);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_CONTRAST_MAP_H_
