#include "engine/plan/layout.h"

#include <algorithm>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/round_up.h"
#include "engine/kernels/conv.h"
#include "engine/kernels/dense.h"
#include "engine/plan/memory_planner.h"
#include "engine/plan/op_levels.h"

namespace camglass {
namespace {

constexpr size_t kArenaAlign = 64;

class LayoutBuilder {
 public:
  LayoutBuilder(const Graph& graph, const std::vector<Extent>& extents,
                const std::vector<ConvAlgorithm>& algorithms,
                const PlanOptions& options, size_t threads)
      : graph_(graph), algorithms_(algorithms), options_(options) {
    layout_.fusions =
        FindFusions(graph, extents, algorithms, options.blocks, threads);
    layout_.levels = OpLevels(graph, layout_.fusions, threads);
    layout_.values.resize(graph.values.size());
    layout_.concat_in_place.assign(graph.ops.size(), false);
    producer_.assign(graph.values.size(), kNone);
    readers_.resize(graph.values.size());
    for (ValueId v = 0; v < graph.values.size(); ++v) {
      layout_.values[v].extent = extents[v];
      layout_.values[v].root = v;
    }
  }

  Layout Build() {
    FindProducersAndReaders();
    if (options_.concat_in_place) PlaceConcats();
    FindHalos();
    SetStrides();
    PlaceInArena();
    return std::move(layout_);
  }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);

  ValueLayout& At(ValueId v) { return layout_.values[v]; }

  void FindProducersAndReaders() {
    At(graph_.input).materialised = true;
    for (size_t i = 0; i < graph_.ops.size(); ++i) {
      producer_[graph_.ops[i].output] = i;
      At(graph_.ops[i].output).materialised = !layout_.fusions.IsInside(i);
      for (const ValueId v : graph_.ops[i].inputs) readers_[v].push_back(i);
    }
  }

  // Parts may be slices where each is made by a step, for this concat alone
  // and once, and starts at a whole channel block.
  bool CanPlaceInside(const Op& concat) const {
    size_t offset = 0;
    for (const ValueId part : concat.inputs) {
      if (part == graph_.input || offset % kChannelPad != 0) return false;
      if (layout_.values[part].root != part) return false;
      if (std::count(concat.inputs.begin(), concat.inputs.end(), part) != 1) {
        return false;
      }
      // A dense layer writes whole panels, more than its channels.
      if (std::holds_alternative<Dense>(graph_.ops[producer_[part]].kind)) {
        return false;
      }
      offset += graph_.values[part].channels;
    }
    return true;
  }

  // Last concat first: a concat inside another then finds its own root set,
  // and its parts follow it there.
  void PlaceConcats() {
    for (size_t i = graph_.ops.size(); i-- > 0;) {
      const Op& op = graph_.ops[i];
      if (!std::holds_alternative<Concat>(op.kind)) continue;
      if (!CanPlaceInside(op)) continue;
      layout_.concat_in_place[i] = true;
      size_t offset = At(op.output).channel_offset;
      for (const ValueId part : op.inputs) {
        At(part).root = At(op.output).root;
        At(part).channel_offset = offset;
        offset += graph_.values[part].channels;
      }
    }
  }

  // Zeros after an axis of `in` cells for tiles of m outputs of a window of k
  // cells: the last tile may reach beyond the padding.
  static size_t ZerosAfter(const AxisPadding& padding, size_t in, size_t out,
                           size_t m, size_t k, size_t stride) {
    const size_t padded = in + padding.before + padding.after;
    const size_t window = RoundUp(k, stride);
    const size_t tiled = RoundUp(out, m) * stride + window - stride;
    return padding.after + (tiled > padded ? tiled - padded : 0);
  }

  void FindHalos() {
    for (size_t i = 0; i < graph_.ops.size(); ++i) {
      const Op& op = graph_.ops[i];
      const auto* conv = std::get_if<Conv2d>(&op.kind);
      if (conv == nullptr) continue;
      const ValueId x = op.inputs[0];
      AxisPadding v = VerticalPadding(*conv, At(x).extent.h);
      AxisPadding h = HorizontalPadding(*conv, At(x).extent.w);
      if (const size_t m = WinogradTileOf(algorithms_[i]); m > 0) {
        const Extent out = At(op.output).extent;
        v.after =
            ZerosAfter(v, At(x).extent.h, out.h, m, conv->kh, conv->stride);
        h.after =
            ZerosAfter(h, At(x).extent.w, out.w, m, conv->kw, conv->stride);
      }
      Halo& halo = At(At(x).root).halo;
      halo.top = std::max(halo.top, v.before);
      halo.bottom = std::max(halo.bottom, v.after);
      halo.left = std::max(halo.left, h.before);
      halo.right = std::max(halo.right, h.after);
    }
  }

  // Pixels of the input stay unpadded where only convolutions read them; they
  // can, and a picture's 3 channels would become 16.
  bool IsPackedInput(ValueId v) const {
    if (v != graph_.input) return false;
    for (const size_t i : readers_[v]) {
      const Op& op = graph_.ops[i];
      if (!std::holds_alternative<Conv2d>(op.kind)) return false;
      if (algorithms_[i] == ConvAlgorithm::kDepthwise) return false;
      if (op.inputs.size() > 1 && op.inputs[1] == v) return false;
    }
    return true;
  }

  size_t PixelStride(ValueId root) const {
    const size_t channels = graph_.values[root].channels;
    if (IsPackedInput(root)) return channels;
    const size_t producer = producer_[root];
    if (producer != kNone &&
        std::holds_alternative<Dense>(graph_.ops[producer].kind)) {
      const DensePacking packing = ChooseDensePacking(1, channels, DType::kF32);
      return std::max(PadChannels(channels), packing.padded_out());
    }
    return PadChannels(channels);
  }

  void SetStrides() {
    for (ValueId v = 0; v < graph_.values.size(); ++v) {
      if (!At(v).materialised) continue;
      const ValueId root = At(v).root;
      const Halo& halo = At(root).halo;
      At(v).halo = halo;
      At(v).pixel_stride = PixelStride(root);
      At(v).row_stride =
          (At(v).extent.w + halo.left + halo.right) * At(v).pixel_stride;
    }
  }

  // From the level that writes a part of it first to the last that reads one;
  // kept values to the end. The input lives throughout: its caller may write
  // it once and run many times.
  BufferLife LifeOf(ValueId root) const {
    const size_t end = graph_.ops.size();
    const ValueLayout& layout = layout_.values[root];
    BufferLife life;
    life.size = (layout.extent.h + layout.halo.top + layout.halo.bottom) *
                layout.row_stride * BytesOf(layout.type);
    life.first = end;
    for (ValueId v = 0; v < graph_.values.size(); ++v) {
      const ValueLayout& alias = layout_.values[v];
      if (!alias.materialised || alias.root != root) continue;
      if (v == graph_.input) return {life.size, 0, end};
      const size_t written = layout_.levels[producer_[v]];
      life.first = std::min(life.first, written);
      life.last = std::max(life.last, written);
      for (const size_t i : readers_[v]) {
        life.last = std::max(life.last, layout_.levels[i]);
      }
      if (IsKept(graph_, v)) life.last = end;
    }
    return life;
  }

  void PlaceInArena() {
    std::vector<ValueId> roots;
    std::vector<BufferLife> lives;
    for (ValueId v = 0; v < graph_.values.size(); ++v) {
      if (!At(v).materialised || At(v).root != v) continue;
      roots.push_back(v);
      lives.push_back(LifeOf(v));
    }
    const Placement placement =
        PlaceBuffers(lives, kArenaAlign, options_.reuse_memory);
    for (size_t i = 0; i < roots.size(); ++i) {
      At(roots[i]).offset = placement.offsets[i];
    }
    for (ValueLayout& value : layout_.values) {
      value.offset = At(value.root).offset;
    }
    layout_.arena_bytes = placement.total;
  }

  const Graph& graph_;
  const std::vector<ConvAlgorithm>& algorithms_;
  const PlanOptions options_;
  Layout layout_;
  std::vector<size_t> producer_;              // op, by value
  std::vector<std::vector<size_t>> readers_;  // ops, by value
};

}  // namespace

TensorView Layout::View(const Graph& graph, ValueId value,
                        std::byte* arena) const {
  const ValueLayout& v = values[value];
  CAMGLASS_CHECK(v.materialised);
  CAMGLASS_CHECK(v.type == DType::kF32);
  float* data = reinterpret_cast<float*>(arena + v.offset) +
                v.halo.top * v.row_stride + v.halo.left * v.pixel_stride +
                v.channel_offset;
  return {data,         v.extent.h,    v.extent.w, graph.values[value].channels,
          v.row_stride, v.pixel_stride};
}

Layout LayOut(const Graph& graph, const std::vector<Extent>& extents,
              const std::vector<ConvAlgorithm>& algorithms,
              const PlanOptions& options, size_t threads) {
  return LayoutBuilder(graph, extents, algorithms, options, threads).Build();
}

}  // namespace camglass
