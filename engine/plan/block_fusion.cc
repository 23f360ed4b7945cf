#include "engine/plan/block_fusion.h"

#include <variant>

#include "engine/kernels/conv.h"
#include "engine/runtime/cpu.h"

namespace camglass {
namespace {

// Smaller maps stay in the cache as they are, and in one piece share better
// among threads.
size_t FewestFloats() { return L2CacheBytes() / sizeof(float); }

class FusionFinder {
 public:
  FusionFinder(const Graph& graph, const std::vector<Extent>& extents,
               const std::vector<ConvAlgorithm>& algorithms, size_t fewest)
      : graph_(graph),
        extents_(extents),
        algorithms_(algorithms),
        fewest_(fewest),
        readers_(ReaderCounts(graph)) {}

  std::vector<bool> Find() const {
    std::vector<bool> fused(graph_.ops.size(), false);
    for (size_t i = 1; i < fused.size(); ++i) {
      if (!EndsBlock(i) || !IsDepthwise(i - 1) || !IsLarge(i - 1)) continue;
      fused[i - 1] = true;
      if (i > 1 && FeedsNext(i - 2) && IsDirect(i - 2)) fused[i - 2] = true;
    }
    return fused;
  }

 private:
  const Conv2d* ConvAt(size_t i) const {
    return std::get_if<Conv2d>(&graph_.ops[i].kind);
  }

  // Op i's output is read by op i + 1 alone, as what it convolves.
  bool FeedsNext(size_t i) const {
    const ValueId v = graph_.ops[i].output;
    return graph_.ops[i + 1].inputs[0] == v && readers_[v] == 1 &&
           !IsKept(graph_, v);
  }

  bool IsDirect(size_t i) const {
    const Conv2d* conv = ConvAt(i);
    return conv != nullptr && conv->groups == 1 &&
           algorithms_[i] == ConvAlgorithm::kDirect &&
           graph_.ops[i].inputs.size() == 1;
  }

  bool IsDepthwise(size_t i) const {
    return ConvAt(i) != nullptr && FeedsNext(i) &&
           algorithms_[i] == ConvAlgorithm::kDepthwise &&
           graph_.ops[i].inputs.size() == 1;
  }

  // A 1x1 convolution, pixel for pixel; it may add a residual.
  bool EndsBlock(size_t i) const {
    const Conv2d* conv = ConvAt(i);
    const Extent in = extents_[graph_.ops[i].inputs[0]];
    return conv != nullptr && conv->groups == 1 && conv->kh == 1 &&
           conv->kw == 1 && conv->stride == 1 &&
           algorithms_[i] == ConvAlgorithm::kDirect &&
           extents_[graph_.ops[i].output] == in;
  }

  bool IsLarge(size_t i) const {
    const ValueId v = graph_.ops[i].inputs[0];
    return extents_[v].h * extents_[v].w *
               PadChannels(graph_.values[v].channels) >=
           fewest_;
  }

  const Graph& graph_;
  const std::vector<Extent>& extents_;
  const std::vector<ConvAlgorithm>& algorithms_;
  const size_t fewest_;  // floats of the map that is worth it
  const std::vector<size_t> readers_;
};

}  // namespace

std::vector<bool> FindFusedOps(const Graph& graph,
                               const std::vector<Extent>& extents,
                               const std::vector<ConvAlgorithm>& algorithms,
                               BlockFusion choice) {
  if (choice == BlockFusion::kNever) {
    return std::vector<bool>(graph.ops.size(), false);
  }
  const size_t fewest = choice == BlockFusion::kLarge ? FewestFloats() : 0;
  return FusionFinder(graph, extents, algorithms, fewest).Find();
}

}  // namespace camglass
