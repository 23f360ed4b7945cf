#include "engine/plan/fusion.h"

#include <numeric>

#include "engine/base/check.h"
#include "engine/kernels/conv.h"
#include "engine/runtime/cpu.h"

namespace camglass {
namespace {

// Smaller maps stay in the cache as they are, and in one piece share better
// among threads.
size_t FewestFloats() { return L2CacheBytes() / sizeof(float); }

// A pool usually saves a twentieth of its convolution's time: less than what
// the pieces compute twice, a row of Winograd's tiles each, on lower maps.
size_t FewestRows(size_t threads) {
  constexpr size_t kTileRows = 4;
  return 16 * kTileRows * (BandPieces(threads) - 1);
}

// A map of a few L2 caches comes out of the next level fast enough for a pool:
// no difference at 6 of them, 4 to 11 % of a network's time at 40 to 200.
constexpr size_t kPoolFactor = 16;

class FusionFinder {
 public:
  FusionFinder(const Graph& graph, const std::vector<Extent>& extents,
               const std::vector<ConvAlgorithm>& algorithms, size_t fewest,
               size_t fewest_rows)
      : graph_(graph),
        extents_(extents),
        algorithms_(algorithms),
        fewest_(fewest),
        fewest_rows_(fewest_rows),
        readers_(ReaderCounts(graph)) {}

  Fusions Find() const {
    Fusions fusions(graph_.ops.size());
    for (size_t i = 1; i < graph_.ops.size(); ++i) {
      if (fusions.IsTaken(i - 1)) continue;
      if (EndsPooledConv(i)) {
        fusions.Add(PooledConvOps{i - 1, i});
      } else if (EndsBlock(i) && IsDepthwise(i - 1) && IsLarge(i - 1, 1)) {
        BlockOps block{std::nullopt, i - 1, i};
        // The op before may itself end a block: depthwise, 1x1, depthwise, 1x1.
        if (i > 1 && !fusions.IsTaken(i - 2) && FeedsNext(i - 2) &&
            IsDirect(i - 2)) {
          block.expand = i - 2;
        }
        fusions.Add(block);
      }
    }
    return fusions;
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

  bool EndsPooledConv(size_t i) const {
    const Conv2d* conv = ConvAt(i - 1);
    return std::holds_alternative<MaxPool>(graph_.ops[i].kind) &&
           conv != nullptr && conv->groups == 1 && FeedsNext(i - 1) &&
           graph_.ops[i - 1].inputs.size() == 1 && IsLarge(i, kPoolFactor) &&
           extents_[graph_.ops[i - 1].output].h >= fewest_rows_;
  }

  // What op i reads.
  bool IsLarge(size_t i, size_t factor) const {
    const ValueId v = graph_.ops[i].inputs[0];
    return extents_[v].h * extents_[v].w *
               PadChannels(graph_.values[v].channels) >=
           factor * fewest_;
  }

  const Graph& graph_;
  const std::vector<Extent>& extents_;
  const std::vector<ConvAlgorithm>& algorithms_;
  const size_t fewest_;       // floats of the map that is worth it
  const size_t fewest_rows_;  // and its height before a max-pool
  const std::vector<size_t> readers_;
};

std::vector<size_t> OpsOf(const BlockOps& block) {
  if (!block.expand.has_value()) return {block.depthwise, block.project};
  return {*block.expand, block.depthwise, block.project};
}

std::vector<size_t> OpsOf(const PooledConvOps& pooled) {
  return {pooled.conv, pooled.pool};
}

}  // namespace

Fusions::Fusions(size_t num_ops)
    : fusion_of_(num_ops, kNone), step_of_(num_ops) {
  std::iota(step_of_.begin(), step_of_.end(), size_t{0});
}

void Fusions::Add(const Fusion& fusion) {
  const std::vector<size_t> ops =
      std::visit([](const auto& kind) { return OpsOf(kind); }, fusion);
  for (const size_t i : ops) {
    CAMGLASS_CHECK(!IsTaken(i));
    fusion_of_[i] = fusions_.size();
    step_of_[i] = ops.back();
  }
  fusions_.push_back(fusion);
}

const Fusion* Fusions::EndingAt(size_t i) const {
  return IsTaken(i) && !IsInside(i) ? &fusions_[fusion_of_[i]] : nullptr;
}

Fusions FindFusions(const Graph& graph, const std::vector<Extent>& extents,
                    const std::vector<ConvAlgorithm>& algorithms,
                    BlockFusion choice, size_t threads) {
  if (choice == BlockFusion::kNever) return Fusions(graph.ops.size());
  const bool all = choice == BlockFusion::kAlways;
  return FusionFinder(graph, extents, algorithms, all ? 0 : FewestFloats(),
                      all ? 0 : FewestRows(threads))
      .Find();
}

}  // namespace camglass
