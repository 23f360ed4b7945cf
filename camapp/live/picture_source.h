// Picture files as frames, one after the other.
#ifndef CAMGLASS_CAMAPP_LIVE_PICTURE_SOURCE_H_
#define CAMGLASS_CAMAPP_LIVE_PICTURE_SOURCE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "camapp/live/frame_source.h"
#include "camapp/picture/decode.h"

namespace camglass {

// Ends after the last. A picture that can't be read ends it with an error. log
// is told what there is to note of a picture: DecodeReport.
std::unique_ptr<FrameSource> MakePictureSource(
    std::vector<std::string> pictures, const DecodeOptions& decode,
    std::function<void(const std::string& line)> log);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_PICTURE_SOURCE_H_
