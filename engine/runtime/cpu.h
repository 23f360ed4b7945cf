// What processor this process runs on, and what the user wants of it.
#ifndef CAMGLASS_ENGINE_RUNTIME_CPU_H_
#define CAMGLASS_ENGINE_RUNTIME_CPU_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

// Physical cores among the processors that this process may use, at least 1.
size_t PhysicalCores();

// The most threads that anything asks for; more are refused.
inline constexpr size_t kMaxThreads = 256;

// threads > 0: that; 0: CAMGLASS_THREADS if set, else PhysicalCores(). Fails
// for a CAMGLASS_THREADS that is not a number, and beyond kMaxThreads.
StatusOr<size_t> ChooseThreads(size_t threads);

// Names of the SIMD targets that this build has and this CPU runs, best first:
// of "avx3_dl", "avx3", "avx2", "sse4", "emu128", "neon".
std::vector<std::string> SupportedTargets();

// The target in use.
std::string CurrentTarget();

// Limits all kernels to CAMGLASS_TARGET and what lies below it, if that is set.
// Call once, before any session is made. Fails for a target that this build
// does not have, and where CheckTuningEnvironment() does; a target above the
// CPU's best does not limit.
Status ApplyTargetFromEnvironment();

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_RUNTIME_CPU_H_
