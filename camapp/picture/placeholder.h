// The picture that stands for a camera while it gives none.
#ifndef CAMGLASS_CAMAPP_PICTURE_PLACEHOLDER_H_
#define CAMGLASS_CAMAPP_PICTURE_PLACEHOLDER_H_

#include <string>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// Dark grey, with the lines of UTF-8 text in its middle, the first one larger;
// what is too wide is set smaller.
Status PaintPlaceholder(Extent size, const std::vector<std::string>& lines,
                        Picture* out);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_PLACEHOLDER_H_
