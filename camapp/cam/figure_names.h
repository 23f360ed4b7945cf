// The default names of figures.
#ifndef CAMGLASS_CAMAPP_CAM_FIGURE_NAMES_H_
#define CAMGLASS_CAMAPP_CAM_FIGURE_NAMES_H_

#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

inline constexpr const char* kFigureSuffix = ".cam.png";

// One for each picture, in the current folder: "NAME.cam.png" for
// ".../NAME.jpg", "stdin.cam.png" for "-". Where several pictures of the list
// share NAME, theirs keep the extension: NAME.jpg.cam.png, NAME.png.cam.png.
// Fails, naming two pictures, where even so one figure would replace another.
StatusOr<std::vector<std::string>> FigureNames(
    const std::vector<std::string>& pictures);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FIGURE_NAMES_H_
