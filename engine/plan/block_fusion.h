// Which convolutions are computed inside a later one's step: the first and the
// depthwise one of an inverted residual, or of any convolution, depthwise one
// and 1x1 in a row. Their outputs then never exist as a whole: a band of rows
// at a time stays in the cache (fused_block.h).
#ifndef CAMGLASS_ENGINE_PLAN_BLOCK_FUSION_H_
#define CAMGLASS_ENGINE_PLAN_BLOCK_FUSION_H_

#include <cstddef>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/conv_algorithm.h"
#include "engine/plan/plan.h"
#include "engine/tensor.h"

namespace camglass {

// By op: whether its output is used up inside the step of the next op, where
// nobody else reads it. Such runs are one or two ops before the 1x1.
std::vector<bool> FindFusedOps(const Graph& graph,
                               const std::vector<Extent>& extents,
                               const std::vector<ConvAlgorithm>& algorithms,
                               BlockFusion choice);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_BLOCK_FUSION_H_
