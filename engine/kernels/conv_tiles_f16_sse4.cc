// The convolutions' tiles of f16 weights for SSE4.
#include "hwy/detect_targets.h"

#if HWY_TARGETS & HWY_SSE4
#undef HWY_TARGET
#define HWY_TARGET HWY_SSE4
// clang-format off
#include "hwy/highway.h"
#define CAMGLASS_TILES kF16Tiles
#define CAMGLASS_TILE_WEIGHT Half
#include "engine/kernels/conv_tile_sums-inl.h"
// clang-format on
#endif
