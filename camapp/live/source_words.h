// The words shown while a source delivers no picture.
#ifndef CAMGLASS_CAMAPP_LIVE_SOURCE_WORDS_H_
#define CAMGLASS_CAMAPP_LIVE_SOURCE_WORDS_H_

#include <string>
#include <vector>

#include "camapp/live/frame_source.h"

namespace camglass {

// Lines, the first one a heading; empty while frames come as they should.
std::vector<std::string> WaitingWords(const SourceState& source);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_SOURCE_WORDS_H_
