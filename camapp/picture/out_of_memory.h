// Memory that runs out because of sizes that come from outside is an error of
// the input, not of the program: a Status instead of an exception.
#ifndef CAMGLASS_CAMAPP_PICTURE_OUT_OF_MEMORY_H_
#define CAMGLASS_CAMAPP_PICTURE_OUT_OF_MEMORY_H_

#include <new>
#include <string>

#include "engine/status.h"

namespace camglass {

// what: "decode this picture".
inline Status OutOfMemory(const std::string& what) {
  return Exhausted("there is not enough memory to " + what +
                   "; close other programs or scale the picture down");
}

// What `make` returns, a Status or StatusOr, or OutOfMemory(what).
template <typename Make>
auto OrOutOfMemory(const char* what, const Make& make) -> decltype(make()) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    return OutOfMemory(what);
  }
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_OUT_OF_MEMORY_H_
