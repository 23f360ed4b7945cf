// Memory that runs out because of sizes that come from outside is an error of
// the input, not of the program: a Status instead of an exception.
#ifndef CAMGLASS_ENGINE_BASE_WITHIN_MEMORY_H_
#define CAMGLASS_ENGINE_BASE_WITHIN_MEMORY_H_

#include <new>
#include <stdexcept>
#include <string>

#include "engine/base/status.h"

namespace camglass {

// what: "decode this picture".
inline Status OutOfMemory(const std::string& what) {
  return Exhausted("there is not enough memory to " + what +
                   "; close other programs, or make it smaller");
}

// What `work` returns, a Status or StatusOr; OutOfMemory(what) where memory ran
// out.
template <typename Work>
auto WithinMemory(const char* what, const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return OutOfMemory(what);
  } catch (const std::length_error&) {  // more than a container can hold
    return OutOfMemory(what);
  }
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_WITHIN_MEMORY_H_
