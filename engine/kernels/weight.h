// A weight in the types in which kernels take them: float and Half.
#ifndef CAMGLASS_ENGINE_KERNELS_WEIGHT_H_
#define CAMGLASS_ENGINE_KERNELS_WEIGHT_H_

#include "engine/base/half.h"

namespace camglass {

inline void StoreWeight(float value, float* to) { *to = value; }
inline void StoreWeight(float value, Half* to) { to->bits = F32ToF16(value); }

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_WEIGHT_H_
