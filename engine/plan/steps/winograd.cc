#include "engine/plan/steps/winograd.h"

#include <algorithm>
#include <utility>

#include "engine/base/round_up.h"
#include "engine/runtime/tuning.h"

namespace camglass {
namespace {

// Tiles of one group: V and M together should leave room in the L2 cache, 5/8
// of it, for the stream of filters; at least one full register tile of them,
// and equal groups, as many for each of `threads`.
size_t GroupOf(const WinogradPacking& packing, size_t tiles, size_t threads) {
  const size_t cache_floats = MachineTuning().l2_bytes / sizeof(float) * 5 / 8;
  // With a stride of 2, twice as many: its filters are the larger stream.
  const size_t fewest = packing.taps == 2 ? 28 : 14;
  const size_t per_tile =
      packing.positions() * (PadChannels(packing.in_c) + kWinogradBlock);
  const size_t fit = std::max(fewest, cache_floats / per_tile);
  // A stem has so few channels that M is most of it: 12 tiles, two register
  // tiles on AVX2, measured best of 6 to 41.
  constexpr size_t kStemGroup = 12;
  if (packing.taps == 4) return std::min(tiles, kStemGroup);
  if (tiles <= std::max<size_t>(fit, 16)) return tiles;
  size_t groups = DivideRoundingUp(tiles, fit);
  groups = RoundUp(groups, threads);
  return DivideRoundingUp(tiles, groups);
}

// What profiles call the step; the first half where there are two.
struct KernelNames {
  const char* kernel;
  const char* in;
};
KernelNames NamesOf(const WinogradPacking& packing) {
  if (packing.taps == 4) return {"winograd stem", "winograd stem in"};
  if (packing.taps == 2) return {"winograd stride 2", "winograd stride 2 in"};
  if (packing.m == 2) return {"winograd2", "winograd2 in"};
  return {"winograd4", "winograd4 in"};
}

// Many tiles: each group goes through all of it, in the thread's own scratch.
// Units: groups of tiles.
Step GroupsStep(const WinogradConv& conv, const OpPlace& place) {
  const size_t group = conv.args.group;
  Step step = place.NewStep(
      NamesOf(conv.packing).kernel, DivideRoundingUp(conv.Tiles(), group),
      [conv, group](size_t begin, size_t end, const Scratch& scratch) {
        for (size_t i = begin; i < end; ++i) {
          const size_t first = i * group;
          conv.RunTiles(first, std::min(conv.Tiles(), first + group),
                        scratch.own);
        }
      });
  step.scratch.own = conv.Scratch();
  return step;
}

// On few tiles, one group, it takes two steps, so that threads share the
// channels and each filter is read once. V lies in the shared scratch at `v`.
// Units: blocks of kChannelPad input channels.
Step InputStep(const WinogradConv& conv, size_t v, const OpPlace& place) {
  Step step = place.NewStep(
      NamesOf(conv.packing).in, PadChannels(conv.packing.in_c) / kChannelPad,
      [conv, v](size_t begin, size_t end, const Scratch& scratch) {
        WinogradInput(conv.args, conv.packing, 0, conv.Tiles(),
                      begin * kChannelPad, end * kChannelPad,
                      scratch.shared + v);
      });
  step.scratch.shared = v + WinogradInputFloats(conv.packing, conv.args.group);
  step.completes_output = false;
  step.halo = Halo();
  return step;
}

// Units: blocks of kWinogradBlock output channels.
Step OutputStep(const WinogradConv& conv, size_t v, const OpPlace& place) {
  Step step = place.NewStep(
      NamesOf(conv.packing).kernel, WinogradBlocks(conv.packing),
      [conv, v](size_t begin, size_t end, const Scratch& scratch) {
        WinogradOutput(conv.args, conv.packing, 0, conv.Tiles(), begin, end,
                       scratch.shared + v, scratch.own);
      });
  step.scratch.own = WinogradOutputFloats(conv.packing, conv.args.group);
  return step;
}

}  // namespace

size_t WinogradConv::Scratch() const {
  return WinogradInputFloats(packing, args.group) +
         WinogradOutputFloats(packing, args.group);
}

void WinogradConv::RunTiles(size_t first, size_t last, float* scratch) const {
  float* m = scratch + WinogradInputFloats(packing, args.group);
  WinogradInput(args, packing, first, last, 0, PadChannels(packing.in_c),
                scratch);
  WinogradOutput(args, packing, first, last, 0, WinogradBlocks(packing),
                 scratch, m);
}

WinogradConv MakeWinograd(const Conv2d& conv, const PackedOp& packed,
                          const ConvViews& views, size_t threads,
                          bool rows_alone) {
  WinogradConv winograd;
  WinogradArgs& args = winograd.args;
  winograd.packing = packed.winograd;
  args.src = FirstTap(conv, views.src);
  args.src_row_stride = views.src.row_stride;
  args.src_pixel_stride = views.src.pixel_stride;
  args.weights = packed.weights[0];
  args.dst = views.dst;
  args.epilogue = MakeEpilogue(conv, packed.bias, packed.scale, views);
  args.group = rows_alone
                   ? GroupOf(packed.winograd, args.TilesX(packed.winograd.m), 1)
                   : GroupOf(packed.winograd, winograd.Tiles(), threads);
  return winograd;
}

void AddWinograd(const Conv2d& conv, const OpPlace& place, StepList* steps) {
  const WinogradConv winograd = MakeWinograd(
      conv, place.packed(), ViewsOf(place), place.threads(), false);
  if (winograd.Tiles() > winograd.args.group) {
    return steps->Add(GroupsStep(winograd, place));
  }
  const size_t v = steps->TakeShared(
      WinogradInputFloats(winograd.packing, winograd.args.group));
  steps->Add(InputStep(winograd, v, place));
  steps->NextStage();
  steps->Add(OutputStep(winograd, v, place));
}

}  // namespace camglass
