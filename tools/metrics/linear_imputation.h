// Pixels that are missing, made of those around them (Rong, Leemann, Borisov,
// Kasneci, Kasneci: A consistent and efficient evaluation strategy for
// attribution methods, ICML 2022).
#ifndef CAMGLASS_TOOLS_METRICS_LINEAR_IMPUTATION_H_
#define CAMGLASS_TOOLS_METRICS_LINEAR_IMPUTATION_H_

#include <vector>

#include "camapp/picture/picture.h"
#include "tools/metrics/draws.h"

namespace camglass {

// The values ([h][w][3], 0 to 255) with which every missing pixel is the mean
// of its neighbours inside the picture: those at its sides count 1/6 each,
// those at its corners 1/12. Solved by conjugate gradients until the equations
// hold to a hundred-thousandth: to about a tenth of a level. missing: [h * w];
// at least one pixel is not.
std::vector<double> ImputedValues(const Picture& picture,
                                  const std::vector<bool>& missing);

// The same as a picture; Gaussian noise is added to the pixels made up, so that
// they can't be told by their smoothness. Its deviation is the paper's 0.01 of
// what ImageNet's colours deviate by (58 levels): 0.58.
Picture Imputed(const Picture& picture, const std::vector<bool>& missing,
                Draws* draws);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_LINEAR_IMPUTATION_H_
