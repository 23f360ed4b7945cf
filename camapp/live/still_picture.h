// A picture file as it is shown: not much larger than a display.
#ifndef CAMGLASS_CAMAPP_LIVE_STILL_PICTURE_H_
#define CAMGLASS_CAMAPP_LIVE_STILL_PICTURE_H_

#include <cstddef>
#include <string>

#include "camapp/live/frame_source.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

// Longer sides are made smaller for the display.
inline constexpr size_t kMostShownSide = 3200;

struct StillPicture {
  Picture shown;
  Extent size;         // of the picture in its file
  std::string note;    // DecodeReport's
  WholePicture whole;  // empty where `shown` is the picture itself
};

StatusOr<StillPicture> ReadStill(const std::string& path,
                                 const DecodeOptions& options);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_STILL_PICTURE_H_
