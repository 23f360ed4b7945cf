// Memory that the system may take back for a while.
#ifndef CAMGLASS_ENGINE_BASE_RELEASE_HINT_H_
#define CAMGLASS_ENGINE_BASE_RELEASE_HINT_H_

#include <cstddef>

namespace camglass {

// Tells who owns these bytes that nobody reads them for now. They must come
// back, unchanged, when somebody does: pages of a mapped file are that way.
using ReleaseHint = void (*)(const void* data, size_t bytes);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_RELEASE_HINT_H_
