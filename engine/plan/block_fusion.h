// Which convolutions are computed inside a later op's step: the first and the
// depthwise one of an inverted residual, or of any convolution, depthwise one
// and 1x1 in a row; and one that only a max-pool reads. Their outputs then
// never exist as a whole: a band of rows at a time stays in the cache
// (fused_block.h, pooled_conv.h).
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
// nobody else reads it. Such runs are one or two ops before the 1x1, or one
// before the pool.
std::vector<bool> FindFusedOps(const Graph& graph,
                               const std::vector<Extent>& extents,
                               const std::vector<ConvAlgorithm>& algorithms,
                               BlockFusion choice, size_t threads);

// Pieces that bands are handed out in. Where one begins, rows are computed that
// the one before has, too; more than one a thread, so that a thread that is
// held up leaves work to the others.
inline constexpr size_t BandPieces(size_t threads) {
  return threads == 1 ? 1 : 2 * threads;
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_BLOCK_FUSION_H_
