// The convolutions' tiles for SSE4.
#include "hwy/detect_targets.h"

#if HWY_TARGETS & HWY_SSE4
#undef HWY_TARGET
#define HWY_TARGET HWY_SSE4
// clang-format off
#include "hwy/highway.h"
#include "engine/kernels/conv_tile_sums-inl.h"
// clang-format on
#endif
