// The convolutions' tiles of f16 weights for the target that every processor
// has, if it has no file of its own.

// clang-format off
#include "hwy/highway.h"
#if !(HWY_TARGET & (HWY_SSE4 | HWY_AVX2 | HWY_AVX3))
#define CAMGLASS_TILES kF16Tiles
#define CAMGLASS_TILE_WEIGHT Half
#include "engine/kernels/conv_tile_sums-inl.h"
#endif
// clang-format on
