// A picture that is too large to keep beside the version of it that is shown.
#ifndef CAMGLASS_CAMAPP_LIVE_WHOLE_PICTURE_H_
#define CAMGLASS_CAMAPP_LIVE_WHOLE_PICTURE_H_

#include <functional>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// Reads it, in whatever thread. Empty: what is shown is whole.
using WholePicture = std::function<StatusOr<Picture>()>;

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_WHOLE_PICTURE_H_
