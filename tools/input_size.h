// The --size flag of commands that run or plan a network.
#ifndef CAMGLASS_TOOLS_INPUT_SIZE_H_
#define CAMGLASS_TOOLS_INPUT_SIZE_H_

#include <string>

#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

// "224", or "HEIGHTxWIDTH"; empty: a square of side `usual`.
StatusOr<Extent> ParseInputSize(const std::string& text, size_t usual);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_INPUT_SIZE_H_
