// Runs a function in a forked child with limits on its time and memory, and
// collects what it writes. A crash or an endless loop there is an error here.
#ifndef CAMGLASS_WEIGHTS_KERAS_ISOLATED_CHILD_H_
#define CAMGLASS_WEIGHTS_KERAS_ISOLATED_CHILD_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

struct ChildLimits {
  unsigned seconds = 60;      // of its own CPU time, and again of waiting
  uint64_t extra_bytes = 0;   // address space beyond what we have at the fork
  uint64_t output_bytes = 0;  // more output than this is an error
};

// Sends bytes to the parent; false where the parent is gone.
using ChildOutput = std::function<bool(std::span<const std::byte>)>;

// `work` runs in the child and returns whether it succeeded; what it does to
// memory is lost. It must not use threads. Returns what it sent where it did.
// Sanitizers reserve address space of their own, so with them memory stays
// unlimited.
StatusOr<std::vector<std::byte>> RunIsolated(
    const ChildLimits& limits,
    const std::function<bool(const ChildOutput&)>& work);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_KERAS_ISOLATED_CHILD_H_
