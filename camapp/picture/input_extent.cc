#include "camapp/picture/input_extent.h"

#include <algorithm>
#include <cstdint>

#include "camapp/picture/limits.h"
#include "engine/base/round_up.h"

namespace camglass {

const std::map<std::string, ResizeRule>& ResizeRules() {
  static const std::map<std::string, ResizeRule> rules = {
      {"short", ResizeRule::kShort},
      {"rows", ResizeRule::kRows},
      {"crop", ResizeRule::kCrop}};
  return rules;
}

const std::string& NameOf(ResizeRule rule) {
  const auto& rules = ResizeRules();
  const auto found =
      std::find_if(rules.begin(), rules.end(),
                   [rule](const auto& named) { return named.second == rule; });
  CAMGLASS_CHECK(found != rules.end());
  return found->first;
}

StatusOr<InputResize> WholeFrameResize(Extent picture, size_t length,
                                       ResizeRule rule) {
  CAMGLASS_CHECK(rule != ResizeRule::kCrop);
  CAMGLASS_CHECK(picture.h > 0 && picture.w > 0 && length > 0);
  const uint64_t reference =
      rule == ResizeRule::kRows ? picture.h : std::min(picture.h, picture.w);
  // Sides and length are at most kMaxInputPixels, far from overflow.
  const auto scaled = [&](uint64_t side) {
    return DivideRoundingUp(side * length, reference);
  };
  if (length > limits::kMaxInputPixels ||
      scaled(picture.h) * scaled(picture.w) > limits::kMaxInputPixels)
    return InvalidInput(
        "the picture of " + std::to_string(picture.w) + " x " +
        std::to_string(picture.h) + " would become more than " +
        std::to_string(limits::kMaxInputPixels) +
        " pixels at the network's input; crop it or lower --input-scale");
  return InputResize{
      {scaled(picture.h), scaled(picture.w)},
      static_cast<double>(length) / static_cast<double>(reference)};
}

}  // namespace camglass
