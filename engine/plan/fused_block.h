// [convolution ->] depthwise convolution -> 1x1 convolution as one step. Bands
// of a few output rows go through all of it in a thread's own scratch, so that
// the wide maps in the middle never leave the cache. What a band shares with
// the next one is kept, not computed again.
#ifndef CAMGLASS_ENGINE_PLAN_FUSED_BLOCK_H_
#define CAMGLASS_ENGINE_PLAN_FUSED_BLOCK_H_

#include <cstddef>

#include "engine/plan/conv_steps.h"
#include "engine/plan/packed_weights.h"
#include "engine/plan/step.h"
#include "engine/tensor.h"

namespace camglass {

// One convolution of a block.
struct BlockPart {
  const Conv2d* conv = nullptr;
  const PackedOp* packed = nullptr;
};

struct FusedBlock {
  BlockPart expand;  // conv is null where the depthwise one reads src itself
  BlockPart depthwise;
  BlockPart project;
  ConvViews views;       // the block's src, dst and residual
  TensorView wide;       // the depthwise one's input: extent and channels
  Extent depthwise_out;  // its output
};

// The step, its bands chosen for the cache.
FusedBlockStep MakeFusedBlockStep(const FusedBlock& block);

// Output rows [begin * rows, end * rows) of the step. Rows of the wide map that
// bands share are computed once a call. scratch: FusedBlockScratch floats.
void RunFusedBlock(const FusedBlockStep& step, size_t begin, size_t end,
                   float* scratch);

size_t FusedBlockScratch(const FusedBlockStep& step);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_FUSED_BLOCK_H_
