#include "engine/plan/steps/conv_views.h"

#include <limits>

namespace camglass {

Bounds BoundsOf(Activation act) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  switch (act) {
    case Activation::kRelu:
      return {0.0f, kInf};
    case Activation::kRelu6:
      return {0.0f, 6.0f};
    case Activation::kNone:
      break;
  }
  return {-kInf, kInf};
}

TensorView Channels(const TensorView& view, size_t first, size_t count) {
  TensorView slice = view;
  slice.data += first;
  slice.c = count;
  return slice;
}

ConvViews ViewsOf(const OpPlace& place, const TensorView& src) {
  ConvViews views = {src, place.Out(), std::nullopt};
  if (place.num_inputs() > 1) views.residual = place.In(1);
  return views;
}

ConvViews ViewsOf(const OpPlace& place) { return ViewsOf(place, place.In()); }

const float* FirstTap(const Conv2d& conv, const TensorView& src) {
  if (src.data == nullptr) return nullptr;
  return src.data - VerticalPadding(conv, src.h).before * src.row_stride -
         HorizontalPadding(conv, src.w).before * src.pixel_stride;
}

Epilogue MakeEpilogue(const Conv2d& conv, const float* bias, const float* scale,
                      const ConvViews& views) {
  const Bounds bounds = BoundsOf(conv.act);
  Epilogue epilogue = {bias, nullptr, 0, 0, bounds.lo, bounds.hi, scale};
  if (!views.residual.has_value()) return epilogue;
  epilogue.residual = views.residual->data;
  epilogue.residual_row_stride = views.residual->row_stride;
  epilogue.residual_pixel_stride = views.residual->pixel_stride;
  return epilogue;
}

}  // namespace camglass
