// Memory that runs out on a file's account is an error of input, not of the
// program: a Status instead of an exception.
#ifndef CAMGLASS_WEIGHTS_WITHIN_MEMORY_H_
#define CAMGLASS_WEIGHTS_WITHIN_MEMORY_H_

#include <new>
#include <stdexcept>

#include "engine/status.h"

namespace camglass {

// What `work` returns, a Status or StatusOr; kExhausted where memory ran out.
template <typename Work>
auto WithinMemory(const Work& work) -> decltype(work()) {
  constexpr const char* kMessage =
      "there is not enough memory for this file; close other programs, or use "
      "a machine that has more";
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Exhausted(kMessage);
  } catch (const std::length_error&) {  // more than a container can hold
    return Exhausted(kMessage);
  }
}

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_WITHIN_MEMORY_H_
