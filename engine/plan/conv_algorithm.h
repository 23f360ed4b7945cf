// Which way each convolution is computed, for one input size.
#ifndef CAMGLASS_ENGINE_PLAN_CONV_ALGORITHM_H_
#define CAMGLASS_ENGINE_PLAN_CONV_ALGORITHM_H_

#include <cstddef>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/plan_options.h"
#include "engine/tensor.h"

namespace camglass {

enum class ConvAlgorithm {
  kDirect,           // one dense convolution
  kGroups,           // `groups` dense ones on channel slices
  kDepthwise,        // one filter a channel
  kWinograd2,        // F(2x2, 3x3)
  kWinograd4,        // F(4x4, 3x3)
  kWinogradStride2,  // F(4x4, 2x2) for the phases of 3x3 with stride 2
  kWinogradStem,     // F(4x4, 4x4) for 7x7 with stride 2 on 3 channels
};

// Output pixels a tile side; 0 for what is no Winograd algorithm.
size_t WinogradTileOf(ConvAlgorithm algorithm);

// Groups whose outputs fill whole channel blocks run as kGroups; other grouped
// convolutions run as kDirect on weights filled up with zeros.
ConvAlgorithm ChooseConvAlgorithm(const Conv2d& conv, size_t in_c, Extent out,
                                  ConvChoice choice);

// One for each op of the graph; kDirect for ops that are not convolutions.
std::vector<ConvAlgorithm> ChooseConvAlgorithms(
    const Graph& graph, const std::vector<Extent>& extents, ConvChoice choice);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_CONV_ALGORITHM_H_
