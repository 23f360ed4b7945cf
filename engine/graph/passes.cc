#include "engine/graph/passes.h"

namespace camglass {

void Simplify(const PassOptions& options, Graph* graph) {
  // Dropouts stand between an op and its reader, so they go first. Norms are
  // folded before anything is fused, as a fused convolution can't be scaled.
  // Sums come before activations, because an activation follows the sum.
  if (options.drop_identity) DropIdentity(graph);
  if (options.fold_batch_norm) FoldBatchNorm(graph);
  if (options.fuse_residual_add) FuseResidualAdd(graph);
  if (options.fuse_activation) FuseActivation(graph);
  if (options.move_pools) MovePools(graph);
}

}  // namespace camglass
