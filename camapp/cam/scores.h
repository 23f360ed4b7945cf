// From logits to scores, where the network's own are not meant, and the
// greatest ones.
#ifndef CAMGLASS_CAMAPP_CAM_SCORES_H_
#define CAMGLASS_CAMAPP_CAM_SCORES_H_

#include <cstddef>
#include <span>
#include <vector>

namespace camglass {

// scores[i] = 1 / (1 + exp(-logits[i])), computed in double. As many scores as
// logits; NaN stays NaN.
void SigmoidScores(std::span<const float> logits, std::span<float> scores);

// scores[i] = exp(logits[i]) / the sum of all, computed in double. As many
// scores as logits, at least one; a NaN makes all of them NaN.
void SoftmaxScores(std::span<const float> logits, std::span<float> scores);

// The indices of the greatest values, best first; equal values in the order of
// their indices, NaN after everything else. At most values.size() of them.
// *indices' memory is reused: it is grown to values.size() once.
void TopClasses(std::span<const float> values, size_t count,
                std::vector<size_t>* indices);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_SCORES_H_
