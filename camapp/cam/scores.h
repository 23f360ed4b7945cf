// Scores of classes that are judged one by one.
#ifndef CAMGLASS_CAMAPP_CAM_SCORES_H_
#define CAMGLASS_CAMAPP_CAM_SCORES_H_

#include <span>

namespace camglass {

// scores[i] = 1 / (1 + exp(-logits[i])), computed in double. As many scores as
// logits; NaN stays NaN.
void SigmoidScores(std::span<const float> logits, std::span<float> scores);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_SCORES_H_
