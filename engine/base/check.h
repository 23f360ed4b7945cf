// Checks for broken invariants of our own code: they print where and abort.
// Outside input (files, flags, devices) gets a Status instead.
#ifndef CAMGLASS_ENGINE_BASE_CHECK_H_
#define CAMGLASS_ENGINE_BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

namespace camglass {

[[noreturn]] inline void CheckFailed(const char* file, int line,
                                     const char* condition) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace camglass

// Always on; for conditions off the hot path.
#define CAMGLASS_CHECK(condition)                              \
  do {                                                         \
    if (!(condition)) [[unlikely]]                             \
      ::camglass::CheckFailed(__FILE__, __LINE__, #condition); \
  } while (false)

// Debug builds only; for kernels.
#ifdef NDEBUG
#define CAMGLASS_DCHECK(condition) \
  do {                             \
  } while (false)
#else
#define CAMGLASS_DCHECK(condition) CAMGLASS_CHECK(condition)
#endif

#endif  // CAMGLASS_ENGINE_BASE_CHECK_H_
