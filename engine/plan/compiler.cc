#include "engine/plan/compiler.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/round_up.h"
#include "engine/plan/conv_steps.h"
#include "engine/plan/fused_block.h"
#include "engine/plan/fusion.h"
#include "engine/plan/op_levels.h"
#include "engine/plan/pooled_conv.h"

namespace camglass {
namespace {

class StepCompiler {
 public:
  StepCompiler(const Graph& graph, const Layout& layout,
               const PackedWeights& weights,
               const std::vector<ConvAlgorithm>& algorithms, size_t threads,
               float* arena)
      : graph_(graph),
        layout_(layout),
        weights_(weights),
        algorithms_(algorithms),
        threads_(threads),
        arena_(arena) {}

  StatusOr<std::vector<Step>> Compile() {
    for (const size_t i : OrderOf(layout_.levels)) {
      if (layout_.fusions.IsInside(i)) continue;
      StartOp(layout_.levels[i]);
      const Op& op = graph_.ops[i];
      Step step;
      step.name = op.name;
      step.output = op.output;
      step.view = View(op.output);
      step.halo = layout_.values[op.output].halo;
      if (const Fusion* fusion = layout_.fusions.EndingAt(i)) {
        CAMGLASS_RETURN_IF_ERROR(std::visit(
            [&](const auto& ops) { return Fill(ops, &step); }, *fusion));
        continue;
      }
      CAMGLASS_RETURN_IF_ERROR(std::visit(
          [&](const auto& kind) { return Fill(i, kind, &step); }, op.kind));
    }
    return InOrder();
  }

 private:
  // A step and when it can run: after all of lower levels and, within its
  // level, of lower stages. Most ops are one stage; what follows another step
  // of the same op is a stage later.
  struct TimedStep {
    size_t level;
    size_t stage;
    Step step;
  };

  void StartOp(size_t level) {
    if (level != level_) shared_used_ = 0;
    level_ = level;
    stage_ = 0;
  }

  std::vector<Step> InOrder() {
    std::stable_sort(steps_.begin(), steps_.end(),
                     [](const TimedStep& a, const TimedStep& b) {
                       return std::tie(a.level, a.stage) <
                              std::tie(b.level, b.stage);
                     });
    std::vector<Step> steps;
    const TimedStep* last = nullptr;  // with work
    for (TimedStep& timed : steps_) {
      if (timed.step.units > 0) {
        timed.step.waits = last != nullptr && (last->level != timed.level ||
                                               last->stage != timed.stage);
        last = &timed;
      }
      steps.push_back(std::move(timed.step));
    }
    return steps;
  }

  TensorView View(ValueId v) const { return layout_.View(graph_, v, arena_); }
  const PackedOp& Packed(size_t op) const {
    return weights_.op(op, algorithms_[op]);
  }
  TensorView InputOf(size_t op, size_t n = 0) const {
    return View(graph_.ops[op].inputs[n]);
  }

  Status Emit(Step step, const char* kernel, StepKind kind, size_t units,
              size_t grain = 1) {
    step.kernel = kernel;
    step.kind = std::move(kind);
    step.units = units;
    step.grain = grain;
    steps_.push_back({level_, stage_, std::move(step)});
    return Status();
  }

  Status Fill(size_t i, const Conv2d& conv, Step* step) {
    const TensorView src = InputOf(i);
    const TensorView dst = step->view;
    if (WinogradTileOf(algorithms_[i]) > 0) {
      return FillWinograd(i, conv, src, step);
    }
    if (algorithms_[i] == ConvAlgorithm::kDepthwise) {
      if (graph_.ops[i].inputs.size() == 1) {
        return FillDepthwise(i, conv, src, step);
      }
      // The depthwise kernel has no residual input; the add follows apart.
      Conv2d plain = conv;
      plain.act = Activation::kNone;
      Step first = *step;
      first.completes_output = false;
      CAMGLASS_RETURN_IF_ERROR(FillDepthwise(i, plain, src, &first));
      return FillResidual(i, conv, step);
    }
    if (algorithms_[i] == ConvAlgorithm::kDirect) {
      return FillConv(i, conv, 0, src, dst, step);
    }
    const size_t in_c = src.c / conv.groups;
    const size_t out_c = conv.out_c / conv.groups;
    for (size_t g = 0; g < conv.groups; ++g) {
      Step part = *step;
      part.view = Channels(dst, g * out_c, out_c);
      part.completes_output = g + 1 == conv.groups;
      CAMGLASS_RETURN_IF_ERROR(FillConv(
          i, conv, g, Channels(src, g * in_c, in_c), part.view, &part));
    }
    return Status();
  }

  BlockPart PartAt(size_t op) const {
    return {&std::get<Conv2d>(graph_.ops[op].kind), &Packed(op)};
  }

  Status Fill(const BlockOps& ops, Step* step) {
    FusedBlock block;
    if (ops.expand.has_value()) block.expand = PartAt(*ops.expand);
    block.depthwise = PartAt(ops.depthwise);
    block.project = PartAt(ops.project);
    block.views.src = InputOf(ops.expand.value_or(ops.depthwise));
    block.views.dst = step->view;
    TensorView residual;
    if (graph_.ops[ops.project].inputs.size() > 1) {
      residual = InputOf(ops.project, 1);
      block.views.residual = &residual;
    }
    const ValueId wide = graph_.ops[ops.depthwise].inputs[0];
    block.wide.h = layout_.values[wide].extent.h;
    block.wide.w = layout_.values[wide].extent.w;
    block.wide.c = graph_.values[wide].channels;
    block.depthwise_out = {step->view.h, step->view.w};
    FusedBlockStep fused = MakeFusedBlockStep(block);
    const size_t units = (step->view.h + fused.rows - 1) / fused.rows;
    return Emit(*step, "block", std::move(fused), units, BandGrain(units));
  }

  size_t BandGrain(size_t units) const {
    const size_t pieces = BandPieces(threads_);
    return DivideRoundingUp(units, pieces);
  }

  Status Fill(const PooledConvOps& ops, Step* step) {
    const size_t i = ops.conv;
    const auto& conv = std::get<Conv2d>(graph_.ops[i].kind);
    const auto& pool = std::get<MaxPool>(graph_.ops[ops.pool].kind);
    const Extent extent = layout_.values[graph_.ops[i].output].extent;
    const size_t channels = PadChannels(conv.out_c);
    const TensorView map = {
        nullptr, extent.h, extent.w, conv.out_c, extent.w * channels, channels};
    const ConvViews views = {InputOf(i), map, nullptr};
    PooledConvStep::Conv first;
    const char* kernel = "conv+pool";
    if (WinogradTileOf(algorithms_[i]) > 0) {
      const WinogradPacking& packing = Packed(i).winograd;
      WinogradArgs args = MakeWinogradArgs(conv, Packed(i), views);
      args.group = WinogradGroup(packing, args.TilesX(packing.m), 1);
      first = WinogradStep{args, packing};
      kernel = "winograd+pool";
    } else {
      first = MakeConvStep(conv, Packed(i), 0, views);
    }
    PooledConvStep pooled = MakePooledConvStep(
        std::move(first), map,
        {map, step->view, pool.k, pool.stride, pool.pad, false});
    const size_t units = PooledConvUnits(pooled);
    return Emit(*step, kernel, std::move(pooled), units, BandGrain(units));
  }

  Status FillResidual(size_t i, const Conv2d& conv, Step* step) {
    const TensorView dst = step->view;
    const Bounds bounds = BoundsOf(conv.act);
    const bool clamps = conv.act != Activation::kNone;
    Step add = *step;
    add.completes_output = !clamps;
    ++stage_;
    CAMGLASS_RETURN_IF_ERROR(
        Emit(std::move(add), "add", AddStep{dst, InputOf(i, 1), dst}, dst.h));
    if (!clamps) return Status();
    ++stage_;
    return Emit(*step, "clamp", ClampStep{dst, dst, bounds.lo, bounds.hi},
                dst.h);
  }

  Status FillConv(size_t i, const Conv2d& conv, size_t group,
                  const TensorView& src, const TensorView& dst, Step* step) {
    TensorView residual;
    ConvViews views = {src, dst, nullptr};
    if (graph_.ops[i].inputs.size() > 1) {
      residual = Channels(InputOf(i, 1), group * dst.c, dst.c);
      views.residual = &residual;
    }
    ConvStep c = MakeConvStep(conv, Packed(i), group, views);
    c.split_panels = SplitsPanels(c.packing, src, dst);
    const bool one_row = c.args.out_w == c.pixels;
    const size_t units = c.split_panels ? c.packing.num_panels() : c.pixels;
    // Two full register tiles or more at a time; tiles divide what they get.
    const size_t two_tiles = c.packing.lanes >= 16 ? 28 : 12;
    const size_t grain = c.split_panels ? 1 : one_row ? two_tiles : dst.w;
    return Emit(*step, conv.kh * conv.kw == 1 ? "conv1x1" : "conv",
                std::move(c), units, grain);
  }

  // What profiles call the step; the first half where there are two.
  struct KernelNames {
    const char* kernel;
    const char* in;
  };
  static KernelNames NamesOf(const WinogradPacking& packing) {
    if (packing.taps == 4) return {"winograd stem", "winograd stem in"};
    if (packing.taps == 2) return {"winograd stride 2", "winograd stride 2 in"};
    if (packing.m == 2) return {"winograd2", "winograd2 in"};
    return {"winograd4", "winograd4 in"};
  }

  Status FillWinograd(size_t i, const Conv2d& conv, const TensorView& src,
                      Step* step) {
    const PackedOp& packed = Packed(i);
    TensorView residual;
    ConvViews views = {src, step->view, nullptr};
    if (graph_.ops[i].inputs.size() > 1) {
      residual = InputOf(i, 1);
      views.residual = &residual;
    }
    WinogradArgs args = MakeWinogradArgs(conv, packed, views);
    const WinogradPacking& packing = packed.winograd;
    const size_t tiles = args.Tiles(packing.m);
    args.group = WinogradGroup(packing, tiles, threads_);
    const size_t groups = (tiles + args.group - 1) / args.group;
    const KernelNames names = NamesOf(packing);
    if (groups > 1) {
      return Emit(*step, names.kernel, WinogradStep{args, packing}, groups);
    }
    Step first = *step;
    first.completes_output = false;
    first.halo = Halo();
    const size_t v = shared_used_;
    shared_used_ += WinogradInputFloats(packing, args.group);
    CAMGLASS_RETURN_IF_ERROR(Emit(std::move(first), names.in,
                                  WinogradInputStep{args, packing, v},
                                  PadChannels(packing.in_c) / kChannelPad));
    ++stage_;
    return Emit(*step, names.kernel, WinogradOutputStep{args, packing, v},
                WinogradBlocks(packing));
  }

  Status FillDepthwise(size_t i, const Conv2d& conv, const TensorView& src,
                       Step* step) {
    const DepthwiseArgs args =
        MakeDepthwiseArgs(conv, Packed(i), {src, step->view, nullptr});
    // On the smallest maps the convolution before has split its channels.
    constexpr size_t kFewestPixels = 100;
    const bool split = src.h * src.w <= kFewestPixels;
    return Emit(*step, "depthwise", DepthwiseStep{args, split},
                split ? PadChannels(src.c) / kChannelPad : step->view.h);
  }

  Status Fill(size_t i, const BatchNorm&, Step* step) {
    const PackedOp& packed = Packed(i);
    return Emit(
        *step, "affine",
        AffineStep{InputOf(i), step->view, packed.weights[0], packed.bias},
        step->view.h);
  }

  Status Fill(size_t i, const MaxPool& pool, Step* step) {
    const PoolArgs args = {InputOf(i),  step->view, pool.k,
                           pool.stride, pool.pad,   false};
    return Emit(*step, "maxpool", PoolStep{args, false}, step->view.h);
  }

  Status Fill(size_t i, const AvgPool& pool, Step* step) {
    const PoolArgs args = {InputOf(i),  step->view, pool.k,
                           pool.stride, pool.pad,   pool.count_pad};
    return Emit(*step, "avgpool", PoolStep{args, true}, step->view.h);
  }

  Status Fill(size_t i, const Lrn& lrn, Step* step) {
    if (lrn.size % 2 == 0 || lrn.size > kMaxLrnSize) {
      return InvalidInput(step->name + ": a window of " +
                          std::to_string(lrn.size) +
                          " channels is not supported; use an odd number up "
                          "to " +
                          std::to_string(kMaxLrnSize));
    }
    const LrnArgs args = {InputOf(i), step->view, lrn.size, lrn.alpha,
                          lrn.beta,   lrn.k,      nullptr};
    return Emit(*step, "lrn", LrnStep{args}, step->view.h);
  }

  Status Fill(size_t i, const struct Add&, Step* step) {
    return Emit(*step, "add", AddStep{InputOf(i), InputOf(i, 1), step->view},
                step->view.h);
  }

  Status Fill(size_t i, const Activate& activate, Step* step) {
    const Bounds bounds = BoundsOf(activate.kind);
    return Emit(*step, "clamp",
                ClampStep{InputOf(i), step->view, bounds.lo, bounds.hi},
                step->view.h);
  }

  Status Fill(size_t i, const Concat&, Step* step) {
    if (layout_.concat_in_place[i]) {
      return Emit(*step, "in place", InPlaceStep{}, 0);
    }
    CopyStep copy;
    size_t first = 0;
    for (const ValueId part : graph_.ops[i].inputs) {
      const size_t channels = graph_.values[part].channels;
      copy.parts.emplace_back(View(part),
                              Channels(step->view, first, channels));
      first += channels;
    }
    copy.padding = Channels(step->view, first, PadChannels(first) - first);
    return Emit(*step, "copy", std::move(copy), step->view.h);
  }

  Status Fill(size_t i, const Identity&, Step* step) {
    TensorView src = InputOf(i);
    TensorView dst = step->view;
    CopyStep copy;
    copy.parts.emplace_back(src, dst);
    copy.padding = Channels(dst, dst.c, PadChannels(dst.c) - dst.c);
    return Emit(*step, "copy", std::move(copy), dst.h);
  }

  Status Fill(size_t i, const GlobalAvgPool&, Step* step) {
    const TensorView src = InputOf(i);
    return Emit(*step, "mean", GlobalMeanStep{src, step->view.data},
                PadChannels(src.c) / kChannelPad);
  }

  Status Fill(size_t i, const Dense&, Step* step) {
    const TensorView src = InputOf(i);
    CAMGLASS_CHECK(src.h * src.w == 1);  // InferExtents sees to it
    const PackedOp& packed = Packed(i);
    return Emit(*step, "dense",
                DenseStep{src.data, step->view.data, packed.weights[0],
                          packed.bias, packed.dense},
                packed.dense.num_panels());
  }

  Status Fill(size_t i, const Softmax&, Step* step) {
    return Emit(*step, "softmax", SoftmaxStep{InputOf(i), step->view},
                step->view.h);
  }

  const Graph& graph_;
  const Layout& layout_;
  const PackedWeights& weights_;
  const std::vector<ConvAlgorithm>& algorithms_;
  const size_t threads_;
  float* arena_;
  std::vector<TimedStep> steps_;
  size_t level_ = 0;  // of the op at hand
  size_t stage_ = 0;
  size_t shared_used_ = 0;  // floats of the shared scratch, by this level
};

}  // namespace

StatusOr<std::vector<Step>> CompileSteps(
    const Graph& graph, const Layout& layout, const PackedWeights& weights,
    const std::vector<ConvAlgorithm>& algorithms, size_t threads,
    float* arena) {
  return StepCompiler(graph, layout, weights, algorithms, threads, arena)
      .Compile();
}

}  // namespace camglass
