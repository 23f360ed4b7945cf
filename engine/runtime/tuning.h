// Choices that depend on the machine. Tests make them as another machine would:
// no result depends on them, so they are compared with each other.
#ifndef CAMGLASS_ENGINE_RUNTIME_TUNING_H_
#define CAMGLASS_ENGINE_RUNTIME_TUNING_H_

#include <cstddef>

#include "engine/base/status.h"

namespace camglass {

struct Tuning {
  // A core's L2 cache: maps are fused, and tiles grouped, so that they fit.
  // $CAMGLASS_L2_BYTES, else what the system says, within bounds; where it says
  // nothing, a size that most have.
  size_t l2_bytes;

  // The most vectors of output channels a panel of weights, and the most pixels
  // a register tile has: $CAMGLASS_PANEL_VECTORS, $CAMGLASS_TILE_ROWS. Else
  // without an effect: the target's own limits are lower.
  size_t panel_vectors;
  size_t tile_rows;
};

// Read once, when it is first asked for. What CheckTuningEnvironment() refuses
// counts as not set.
const Tuning& MachineTuning();

// Fails for a variable that is not a number in its range.
Status CheckTuningEnvironment();

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_RUNTIME_TUNING_H_
