// The words of an explained picture's figure.
#ifndef CAMGLASS_CAMAPP_CAM_FIGURE_TEXT_H_
#define CAMGLASS_CAMAPP_CAM_FIGURE_TEXT_H_

#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/picture/figure_layout.h"

namespace camglass {

FigureText FigureTextOf(const Explainer& explainer,
                        const Explanation& explanation);

// With other classes, or another map, than the explanation's own.
FigureText FigureTextOf(const Explainer& explainer,
                        const std::vector<RankedClass>& top,
                        const ClassMap& map);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FIGURE_TEXT_H_
