// The words of an explained picture's figure.
#ifndef CAMGLASS_CAMAPP_CAM_FIGURE_TEXT_H_
#define CAMGLASS_CAMAPP_CAM_FIGURE_TEXT_H_

#include "camapp/cam/explain.h"
#include "camapp/picture/figure_layout.h"

namespace camglass {

FigureText FigureTextOf(const Explainer& explainer,
                        const Explanation& explanation);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FIGURE_TEXT_H_
