// The page's address as a QR code beside the help.
#ifndef CAMGLASS_CAMAPP_VIEWER_DRAW_ADDRESS_H_
#define CAMGLASS_CAMAPP_VIEWER_DRAW_ADDRESS_H_

#include <cairo.h>

#include <string>

#include "camapp/picture/overlay.h"
#include "camapp/viewer/scene_layout.h"
#include "engine/tensor.h"

namespace camglass {

// To the right of the help; empty where no phone could read it there.
PixelRegion AddressPlace(const SceneLayout& layout, const PixelRegion& help,
                         const std::string& address);

// Into a context of the place's size.
void PaintAddress(cairo_t* context, const std::string& address, Extent size);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_DRAW_ADDRESS_H_
