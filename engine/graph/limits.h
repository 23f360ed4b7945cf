// Bounds that keep the arithmetic on shapes far from overflow. Real networks
// and pictures stay orders of magnitude below them.
#ifndef CAMGLASS_ENGINE_GRAPH_LIMITS_H_
#define CAMGLASS_ENGINE_GRAPH_LIMITS_H_

#include <cstddef>

namespace camglass {

// Side of a kernel or window, stride, and zeros on one side.
inline constexpr size_t kMaxWindow = 1024;

// Channels of a value.
inline constexpr size_t kMaxChannels = size_t{1} << 24;

// Height or width of a value.
inline constexpr size_t kMaxSide = size_t{1} << 24;

// Elements of a value: 8 GiB of floats.
inline constexpr size_t kMaxValueElements = size_t{1} << 31;

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_LIMITS_H_
