// A head that is saved beside its network: {"backbone": ..., "head": ...}.
#ifndef CAMGLASS_WEIGHTS_CONVERT_LOOSE_HEAD_H_
#define CAMGLASS_WEIGHTS_CONVERT_LOOSE_HEAD_H_

#include <string>

#include "engine/base/status.h"
#include "weights/checkpoint.h"
#include "weights/convert/parts.h"

namespace camglass {

// Where no head stands under the part's prefix, moves the layers of the only
// one that fits beside it, nearest by its path, under the prefix; returns a
// line of evidence, or nothing where nothing was moved. Fails where several
// fit.
StatusOr<std::string> AdoptLooseHead(const Part& part, Checkpoint* checkpoint);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_LOOSE_HEAD_H_
