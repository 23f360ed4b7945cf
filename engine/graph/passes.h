// Rewrites of a bound graph that keep its values. Each pass is one function and
// can be left out; a kept value is never removed. A removed op leaves its
// output value in the list (ids stay valid) but without a producer.
#ifndef CAMGLASS_ENGINE_GRAPH_PASSES_H_
#define CAMGLASS_ENGINE_GRAPH_PASSES_H_

#include "engine/graph/graph.h"

namespace camglass {

struct PassOptions {
  bool drop_identity = true;
  bool fold_batch_norm = true;
  bool fuse_residual_add = true;
  bool fuse_activation = true;
  bool move_pools = true;
};

// Dropout at inference: its consumers read its input.
void DropIdentity(Graph* graph);
// conv + batch norm -> conv with scaled weights and a bias (scaled in double).
void FoldBatchNorm(Graph* graph);
// add(conv(x), r) -> conv with residual r, where nothing else reads the conv.
void FuseResidualAdd(Graph* graph);
// activate(conv(x)) -> conv with activation, likewise.
void FuseActivation(Graph* graph);
// max-pool(concat(a, b)) -> concat(max-pool(a), max-pool(b)), where nothing
// else reads the concat: a plan can then pool what a convolution makes while it
// makes it. Adds values for the pooled parts, named POOL/PART.
void MovePools(Graph* graph);

// All the chosen passes in the order that lets each see the most.
void Simplify(const PassOptions& options, Graph* graph);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_PASSES_H_
