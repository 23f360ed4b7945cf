// The convolutions' tiles of f16 weights for AVX2.
#include "hwy/detect_targets.h"

#if HWY_TARGETS & HWY_AVX2
#undef HWY_TARGET
#define HWY_TARGET HWY_AVX2
// clang-format off
#include "hwy/highway.h"
#define CAMGLASS_TILES kF16Tiles
#define CAMGLASS_TILE_WEIGHT Half
#include "engine/kernels/conv_tile_sums-inl.h"
// clang-format on
#endif
