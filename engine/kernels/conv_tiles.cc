// The convolutions' tiles of f32 weights for the target that every processor
// has, if it has no file of its own.

// clang-format off
#include "hwy/highway.h"
#if !(HWY_TARGET & (HWY_SSE4 | HWY_AVX2 | HWY_AVX3))
#define CAMGLASS_TILES kF32Tiles
#define CAMGLASS_TILE_WEIGHT float
#include "engine/kernels/conv_tile_sums-inl.h"
#endif
// clang-format on
