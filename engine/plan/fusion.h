// Which ops are computed together in one step: a depthwise convolution and the
// 1x1 one behind it, with the convolution before them where there is one (an
// inverted residual), and a convolution that only a max-pool reads. What lies
// between them never exists as a whole: a band of rows at a time stays in the
// cache (steps/fused_block.cc, steps/pooled_conv.cc).
#ifndef CAMGLASS_ENGINE_PLAN_FUSION_H_
#define CAMGLASS_ENGINE_PLAN_FUSION_H_

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/conv_algorithm.h"
#include "engine/plan/plan_options.h"
#include "engine/tensor.h"

namespace camglass {

// Indices into Graph::ops. Each op reads first what the one named before it
// makes, and nobody else does; other ops may stand between them.
struct BlockOps {
  std::optional<size_t> expand;
  size_t depthwise = 0;
  size_t project = 0;
};
struct PooledConvOps {
  size_t conv = 0;
  size_t pool = 0;
};
using Fusion = std::variant<BlockOps, PooledConvOps>;

// The fusions of a graph. An op is in one of them at most.
class Fusions {
 public:
  explicit Fusions(size_t num_ops);

  // Ops of `fusion` must be in none so far.
  void Add(const Fusion& fusion);

  // The op whose step computes op i: the last one of its fusion, or i.
  size_t StepOf(size_t i) const { return step_of_[i]; }
  // Whether op i is computed in a later op's step: its output then has no
  // memory.
  bool IsInside(size_t i) const { return step_of_[i] != i; }
  // Whether op i is in a fusion.
  bool IsTaken(size_t i) const { return fusion_of_[i] != kNone; }
  // The fusion that op i is the last op of, or null.
  const Fusion* EndingAt(size_t i) const;

  size_t num_ops() const { return step_of_.size(); }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);

  std::vector<Fusion> fusions_;
  std::vector<size_t> fusion_of_;  // by op: index into fusions_, or kNone
  std::vector<size_t> step_of_;    // by op
};

Fusions FindFusions(const Graph& graph, const std::vector<Extent>& extents,
                    const std::vector<ConvAlgorithm>& algorithms,
                    BlockFusion choice, size_t threads);

// Pieces that bands are handed out in. Where one begins, rows are computed that
// the one before has, too; more than one per thread, so that a thread that is
// held up leaves work to the others.
inline constexpr size_t BandPieces(size_t threads) {
  return threads == 1 ? 1 : 2 * threads;
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_FUSION_H_
