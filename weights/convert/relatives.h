// Networks that resemble the known ones, so that a refusal can call them by
// their names.
#ifndef CAMGLASS_WEIGHTS_CONVERT_RELATIVES_H_
#define CAMGLASS_WEIGHTS_CONVERT_RELATIVES_H_

#include <string>

#include "weights/convert/match.h"

namespace camglass {

// What a checkpoint that fits no known network holds: "ResNet-50", "a
// pre-activation ResNet-18 (v2)". `best` is the match that fits best. Empty
// where nothing is recognised.
std::string NameRelative(const Checkpoint& checkpoint, const Match& best);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_RELATIVES_H_
