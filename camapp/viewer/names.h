// Names of settings in flags, JSON and on the screen.
#ifndef CAMGLASS_CAMAPP_VIEWER_NAMES_H_
#define CAMGLASS_CAMAPP_VIEWER_NAMES_H_

#include "camapp/picture/colour_table.h"
#include "camapp/picture/heat_levels.h"

namespace camglass {

const char* NameOfStyle(OverlayStyle style);
const char* NameOfRange(MapRange range);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_NAMES_H_
