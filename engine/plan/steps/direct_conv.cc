#include "engine/plan/steps/direct_conv.h"

#include <utility>

namespace camglass {
namespace {

// Whether rows follow each other without a gap.
bool IsDense(const TensorView& view) {
  return view.row_stride == view.w * view.pixel_stride;
}

// A whole kernel row is one run where the pixels of a row touch in memory.
void SetTaps(const Conv2d& conv, const TensorView& src, DirectConv* direct) {
  const bool touching = src.pixel_stride == src.c;
  const size_t runs_a_row = touching ? 1 : conv.kw;
  direct->args.run = touching ? conv.kw * src.c : src.c;
  for (size_t ky = 0; ky < conv.kh; ++ky) {
    for (size_t kx = 0; kx < runs_a_row; ++kx) {
      direct->taps.push_back(
          static_cast<ptrdiff_t>(ky * src.row_stride + kx * src.pixel_stride));
    }
  }
}

// Whether threads take output channels of it, and not pixels: where the weights
// are more than the activations of a small map, so that all weights are read
// once; else a thread finds its activations where it left them.
bool SplitsPanels(const ConvPacking& packing, const ConvViews& views) {
  constexpr size_t kFewPixels = 200;
  const TensorView& src = views.src;
  const TensorView& dst = views.dst;
  if (dst.h * dst.w > kFewPixels || packing.num_panels() == 1) return false;
  return packing.size() > src.h * src.w * src.c + dst.h * dst.w * dst.c;
}

// Units: panels of output channels.
Step PanelStep(const char* kernel, DirectConv conv, const OpPlace& place) {
  const size_t units = conv.packing.num_panels();
  return place.NewStep(
      kernel, units,
      [conv = std::move(conv)](size_t begin, size_t end, const Scratch&) {
        Conv(conv.ArgsWithTaps(), conv.packing, 0, conv.pixels, begin, end);
      });
}

// Units: output pixels.
Step PixelStep(const char* kernel, DirectConv conv, const OpPlace& place,
               size_t row) {
  const bool one_row = conv.args.out_w == conv.pixels;
  // Two full register tiles or more at a time; tiles divide what they get.
  const size_t two_tiles = conv.packing.lanes >= 16 ? 28 : 12;
  const size_t units = conv.pixels;
  Step step = place.NewStep(
      kernel, units,
      [conv = std::move(conv)](size_t begin, size_t end, const Scratch&) {
        Conv(conv.ArgsWithTaps(), conv.packing, begin, end, 0,
             conv.packing.num_panels());
      });
  step.grain = one_row ? two_tiles : row;
  return step;
}

Step StepOf(const Conv2d& conv, const OpPlace& place, size_t group,
            const ConvViews& views) {
  const char* kernel = conv.kh * conv.kw == 1 ? "conv1x1" : "conv";
  DirectConv direct = MakeDirectConv(conv, place.packed(), group, views);
  return SplitsPanels(direct.packing, views)
             ? PanelStep(kernel, std::move(direct), place)
             : PixelStep(kernel, std::move(direct), place, views.dst.w);
}

}  // namespace

ConvArgs DirectConv::ArgsWithTaps() const {
  ConvArgs with_taps = args;
  with_taps.taps = taps.data();
  with_taps.num_taps = taps.size();
  return with_taps;
}

DirectConv MakeDirectConv(const Conv2d& conv, const PackedOp& packed,
                          size_t group, const ConvViews& views) {
  DirectConv direct;
  ConvArgs& args = direct.args;
  direct.packing = packed.conv;
  args.src = FirstTap(conv, views.src);
  args.src_row_stride = conv.stride * views.src.row_stride;
  args.src_pixel_stride = conv.stride * views.src.pixel_stride;
  SetTaps(conv, views.src, &direct);
  args.weights = packed.weights[group];
  args.dst = views.dst.data;
  args.dst_row_stride = views.dst.row_stride;
  args.dst_pixel_stride = views.dst.pixel_stride;
  args.out_w = views.dst.w;
  const size_t first = group * PadChannels(conv.out_c / conv.groups);
  args.epilogue = MakeEpilogue(
      conv, packed.bias + first,
      packed.scale == nullptr ? nullptr : packed.scale + first, views);
  direct.pixels = views.dst.h * views.dst.w;
  // A 1x1 convolution over maps without gaps need not know of rows.
  const bool one_row = conv.kh == 1 && conv.kw == 1 && conv.stride == 1 &&
                       IsDense(views.src) && IsDense(views.dst) &&
                       (!views.residual || IsDense(*views.residual));
  if (one_row) args.out_w = direct.pixels;
  return direct;
}

void AddDirectConv(const Conv2d& conv, const OpPlace& place, StepList* steps) {
  steps->Add(StepOf(conv, place, 0, ViewsOf(place)));
}

void AddGroups(const Conv2d& conv, const OpPlace& place, StepList* steps) {
  const ConvViews whole = ViewsOf(place);
  const size_t in_c = whole.src.c / conv.groups;
  const size_t out_c = conv.out_c / conv.groups;
  for (size_t g = 0; g < conv.groups; ++g) {
    ConvViews views = whole;
    views.src = Channels(whole.src, g * in_c, in_c);
    views.dst = Channels(whole.dst, g * out_c, out_c);
    if (whole.residual) {
      views.residual = Channels(*whole.residual, g * out_c, out_c);
    }
    Step step = StepOf(conv, place, g, views);
    step.view = views.dst;
    step.completes_output = g + 1 == conv.groups;
    steps->Add(std::move(step));
  }
}

}  // namespace camglass
