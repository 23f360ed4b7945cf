#include "engine/plan/fusion.h"

#include <numeric>

#include "engine/base/check.h"
#include "engine/kernels/conv.h"
#include "engine/runtime/tuning.h"

namespace camglass {
namespace {

// Smaller maps stay in the cache as they are, and in one piece share better
// among threads.
size_t FewestFloats() { return MachineTuning().l2_bytes / sizeof(float); }

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
        readers_(ReaderCounts(graph)),
        producer_(graph.values.size()) {
    for (size_t i = 0; i < graph.ops.size(); ++i) {
      producer_[graph.ops[i].output] = i;
    }
  }

  Fusions Find() const {
    Fusions fusions(graph_.ops.size());
    for (size_t i = 0; i < graph_.ops.size(); ++i) {
      if (const auto pooled = PooledConvEndingAt(i, fusions)) {
        fusions.Add(*pooled);
      } else if (const auto block = BlockEndingAt(i, fusions)) {
        fusions.Add(*block);
      }
    }
    return fusions;
  }

 private:
  const Conv2d* ConvAt(size_t i) const {
    return std::get_if<Conv2d>(&graph_.ops[i].kind);
  }

  // The convolution, without a residual and in no fusion so far, that makes
  // what op i reads first and nobody else reads.
  std::optional<size_t> OwnConvBefore(size_t i, const Fusions& fusions) const {
    const ValueId v = graph_.ops[i].inputs[0];
    if (readers_[v] != 1 || IsKept(graph_, v)) return std::nullopt;
    const std::optional<size_t> maker = producer_[v];
    if (!maker.has_value() || fusions.IsTaken(*maker)) return std::nullopt;
    if (ConvAt(*maker) == nullptr) return std::nullopt;
    return graph_.ops[*maker].inputs.size() == 1 ? maker : std::nullopt;
  }

  std::optional<PooledConvOps> PooledConvEndingAt(
      size_t i, const Fusions& fusions) const {
    if (!std::holds_alternative<MaxPool>(graph_.ops[i].kind)) {
      return std::nullopt;
    }
    const std::optional<size_t> conv = OwnConvBefore(i, fusions);
    if (!conv.has_value() || ConvAt(*conv)->groups != 1) return std::nullopt;
    const Extent map = extents_[graph_.ops[*conv].output];
    if (!IsLarge(i, kPoolFactor) || map.h < fewest_rows_) return std::nullopt;
    return PooledConvOps{*conv, i};
  }

  std::optional<BlockOps> BlockEndingAt(size_t i,
                                        const Fusions& fusions) const {
    if (!IsProjection(i)) return std::nullopt;
    const std::optional<size_t> depthwise = OwnConvBefore(i, fusions);
    if (!depthwise.has_value() ||
        algorithms_[*depthwise] != ConvAlgorithm::kDepthwise ||
        !IsLarge(*depthwise, 1)) {
      return std::nullopt;
    }
    // The op before may itself end a block: depthwise, 1x1, depthwise, 1x1.
    std::optional<size_t> expand = OwnConvBefore(*depthwise, fusions);
    if (expand.has_value() && !IsDirect(*expand)) expand = std::nullopt;
    return BlockOps{expand, *depthwise, i};
  }

  bool IsDirect(size_t i) const {
    const Conv2d* conv = ConvAt(i);
    return conv != nullptr && conv->groups == 1 &&
           algorithms_[i] == ConvAlgorithm::kDirect;
  }

  // A 1x1 convolution, pixel for pixel; it may add a residual.
  bool IsProjection(size_t i) const {
    const Conv2d* conv = ConvAt(i);
    return IsDirect(i) && conv->kh == 1 && conv->kw == 1 && conv->stride == 1 &&
           extents_[graph_.ops[i].output] == extents_[graph_.ops[i].inputs[0]];
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
  std::vector<std::optional<size_t>> producer_;  // op, by value
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
