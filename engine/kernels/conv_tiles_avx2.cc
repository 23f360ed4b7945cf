// The convolutions' tiles of f32 weights for AVX2.
#include "hwy/detect_targets.h"

#if HWY_TARGETS & HWY_AVX2
#undef HWY_TARGET
#define HWY_TARGET HWY_AVX2
// clang-format off
#include "hwy/highway.h"
#define CAMGLASS_TILES kF32Tiles
#define CAMGLASS_TILE_WEIGHT float
#include "engine/kernels/conv_tile_sums-inl.h"
// clang-format on
#endif
