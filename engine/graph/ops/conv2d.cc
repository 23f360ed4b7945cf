#include "engine/graph/ops/conv2d.h"

#include "engine/base/round_up.h"
#include "engine/graph/limits.h"
#include "engine/graph/ops/attribute_text.h"

namespace camglass {
namespace {

AxisPadding PaddingOf(const Padding& pad, size_t before, size_t after, size_t n,
                      size_t k, size_t stride) {
  if (pad.rule == Padding::Rule::kExplicit) return {before, after};
  const size_t needed = (DivideRoundingUp(n, stride) - 1) * stride + k;
  const size_t total = needed > n ? needed - n : 0;
  return {total / 2, total - total / 2};
}

// Output length along one axis; 0 where n is too small.
size_t LengthOf(size_t n, size_t k, size_t stride, const AxisPadding& pad) {
  const size_t padded = n + pad.before + pad.after;
  return padded < k ? 0 : (padded - k) / stride + 1;
}

void CheckPadding(const Padding& pad, const OpRules& rules) {
  rules.Require(pad.top <= kMaxWindow && pad.left <= kMaxWindow &&
                    pad.bottom <= kMaxWindow && pad.right <= kMaxWindow,
                "the padding is in range");
}

// One number where all sides are equal, else top,left,bottom,right.
std::string PaddingText(const Padding& pad) {
  if (pad.rule == Padding::Rule::kSame) return "same";
  std::string top = std::to_string(pad.top);
  if (pad.top == pad.left && pad.top == pad.bottom && pad.top == pad.right) {
    return top;
  }
  return top + "," + std::to_string(pad.left) + "," +
         std::to_string(pad.bottom) + "," + std::to_string(pad.right);
}

}  // namespace

std::string Conv2d::Attributes() const {
  std::string text =
      Attribute("k", std::to_string(kh) + "x" + std::to_string(kw)) +
      Attribute("stride", stride) + Attribute("pad", PaddingText(pad)) +
      Attribute("groups", groups);
  if (bias.has_value()) text += " bias";
  if (act != Activation::kNone) {
    text += Attribute("act", std::string(NameOf(act)));
  }
  return text;
}

void Conv2d::Check(const OpRules& rules) const {
  const bool adds = rules.num_inputs() == 2;
  rules.Require(rules.num_inputs() == 1 || adds,
                "a convolution has one input, or two with a residual");
  rules.RequireWindow(kh, stride);
  rules.RequireWindow(kw, stride);
  CheckPadding(pad, rules);
  rules.Require(groups > 0 && rules.In() % groups == 0 && out_c % groups == 0,
                "groups divide the channels");
  rules.Require(rules.ShapeIs(weight, {out_c, rules.In() / groups, kh, kw}),
                "weight is [out_c][in_c / groups][kh][kw]");
  rules.Require(!bias || rules.ShapeIs(*bias, {out_c}), "bias is [out_c]");
  rules.Require(!adds || rules.In(1) == out_c,
                "the residual has the output's channels");
  rules.Require(rules.Out() == out_c, "the output has out_c channels");
}

StatusOr<Extent> Conv2d::OutputExtent(const InputExtents& inputs) const {
  CAMGLASS_ASSIGN_OR_RETURN(const Extent out, inputs.Windowed([&](Extent in) {
    return Extent{LengthOf(in.h, kh, stride, VerticalPadding(*this, in.h)),
                  LengthOf(in.w, kw, stride, HorizontalPadding(*this, in.w))};
  }));
  if (inputs.size() == 2 && inputs[1] != out) {
    return inputs.Mismatch(out, inputs[1]);
  }
  return out;
}

uint64_t Conv2d::MultiplyAdds(size_t in_c, Extent out) const {
  return uint64_t{out.h} * out.w * out_c * kh * kw * in_c / groups;
}

AxisPadding VerticalPadding(const Conv2d& conv, size_t in_h) {
  return PaddingOf(conv.pad, conv.pad.top, conv.pad.bottom, in_h, conv.kh,
                   conv.stride);
}

AxisPadding HorizontalPadding(const Conv2d& conv, size_t in_w) {
  return PaddingOf(conv.pad, conv.pad.left, conv.pad.right, in_w, conv.kw,
                   conv.stride);
}

}  // namespace camglass
