#include "engine/plan/steps/depthwise.h"

#include <utility>

#include "engine/plan/steps/pointwise.h"

namespace camglass {
namespace {

// Units: blocks of kChannelPad channels.
Step ChannelsStep(const DepthwiseArgs& args, const OpPlace& place) {
  return place.NewStep("depthwise", PadChannels(args.dst.c) / kChannelPad,
                       [args](size_t begin, size_t end, const Scratch&) {
                         Depthwise(args, 0, args.dst.h, begin * kChannelPad,
                                   end * kChannelPad);
                       });
}

// Units: rows.
Step RowsStep(const DepthwiseArgs& args, const OpPlace& place) {
  return place.NewStep("depthwise", args.dst.h,
                       [args](size_t begin, size_t end, const Scratch&) {
                         Depthwise(args, begin, end, 0,
                                   PadChannels(args.dst.c));
                       });
}

Step StepOf(const Conv2d& conv, const OpPlace& place) {
  const ConvViews views = ViewsOf(place);
  const DepthwiseArgs args = MakeDepthwise(conv, place.packed(), views);
  // On the smallest maps the convolution before has split its channels.
  constexpr size_t kFewestPixels = 100;
  return views.src.h * views.src.w <= kFewestPixels ? ChannelsStep(args, place)
                                                    : RowsStep(args, place);
}

}  // namespace

DepthwiseArgs MakeDepthwise(const Conv2d& conv, const PackedOp& packed,
                            const ConvViews& views) {
  const Bounds bounds = BoundsOf(conv.act);
  DepthwiseArgs args;
  args.src = FirstTap(conv, views.src);
  args.src_row_stride = views.src.row_stride;
  args.src_pixel_stride = views.src.pixel_stride;
  args.kh = conv.kh;
  args.kw = conv.kw;
  args.stride = conv.stride;
  args.weights = static_cast<const float*>(packed.weights[0]);
  args.bias = packed.bias;
  args.dst = views.dst;
  args.lo = bounds.lo;
  args.hi = bounds.hi;
  return args;
}

void AddDepthwise(const Conv2d& conv, const OpPlace& place, StepList* steps) {
  if (place.num_inputs() == 1) return steps->Add(StepOf(conv, place));
  // The sum follows apart, and the activation comes after the sum.
  Conv2d plain = conv;
  plain.act = Activation::kNone;
  Step first = StepOf(plain, place);
  first.completes_output = false;
  steps->Add(std::move(first));
  const bool clamps = conv.act != Activation::kNone;
  Step sum = SumStep(place.Out(), place.In(1), place);
  sum.completes_output = !clamps;
  steps->NextStage();
  steps->Add(std::move(sum));
  if (!clamps) return;
  steps->NextStage();
  steps->Add(ClampStep(place.Out(), conv.act, place));
}

}  // namespace camglass
