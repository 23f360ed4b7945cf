#include "weights/preprocess.h"

#include <cstdio>

namespace camglass {
namespace {

// torchvision's ImageNet statistics, R G B, of pixels in 0..1.
constexpr std::array<double, 3> kImageNetMean = {0.485, 0.456, 0.406};
constexpr std::array<double, 3> kImageNetStd = {0.229, 0.224, 0.225};

constexpr Preprocess kTorchvision{.order = ChannelOrder::kRgb,
                                  .scale = 1.0 / 255,
                                  .mean = kImageNetMean,
                                  .std = kImageNetStd};
constexpr Preprocess kCaffe{.order = ChannelOrder::kBgr,
                            .scale = 1,
                            .mean = {104, 117, 123},
                            .std = {1, 1, 1}};
// Means near Caffe's, of pictures in MATLAB's order.
constexpr Preprocess kMatlab{.order = ChannelOrder::kRgb,
                             .scale = 1,
                             .mean = {123, 117, 104},
                             .std = {1, 1, 1}};
constexpr Preprocess kKeras{.order = ChannelOrder::kRgb,
                            .scale = 1 / 127.5,
                            .mean = {1, 1, 1},
                            .std = {1, 1, 1}};

struct NamedRecipe {
  const char* name;
  PreprocessRecipe recipe;
};
constexpr NamedRecipe kRecipes[] = {
    {"caffe", {kCaffe, false}},
    {"torchvision", {kTorchvision, true}},
    {"torchvision-plain", {kTorchvision, false}},
    {"keras", {kKeras, false}},
    {"matlab", {kMatlab, false}},
};

std::string Triple(const std::array<double, 3>& values) {
  char text[96];
  std::snprintf(text, sizeof text, "[%g %g %g]", values[0], values[1],
                values[2]);
  return text;
}

}  // namespace

InputTransform MakeInputTransform(const Preprocess& preprocess,
                                  bool transform_input) {
  InputTransform result;
  result.bgr = preprocess.order == ChannelOrder::kBgr;
  for (size_t c = 0; c < 3; ++c) {
    double mul = preprocess.scale / preprocess.std[c];
    double add = -preprocess.mean[c] / preprocess.std[c];
    if (transform_input) {
      const size_t rgb = result.bgr ? 2 - c : c;
      const double gain = kImageNetStd[rgb] / 0.5;
      mul *= gain;
      add = add * gain + (kImageNetMean[rgb] - 0.5) / 0.5;
    }
    result.mul[c] = static_cast<float>(mul);
    result.add[c] = static_cast<float>(add);
  }
  return result;
}

StatusOr<PreprocessRecipe> FindPreprocessRecipe(const std::string& name) {
  std::string known;
  for (const NamedRecipe& recipe : kRecipes) {
    if (name == recipe.name) return recipe.recipe;
    known += (known.empty() ? "" : ", ") + std::string(recipe.name);
  }
  return NotFound("there is no preprocessing '" + name + "'; choose from " +
                  known);
}

std::string PreprocessText(const Preprocess& preprocess) {
  char scale[32];
  std::snprintf(scale, sizeof scale, "%g", preprocess.scale);
  const bool bgr = preprocess.order == ChannelOrder::kBgr;
  return std::string("x = (") + (bgr ? "bgr" : "rgb") + " * " + scale + " - " +
         Triple(preprocess.mean) + ") / " + Triple(preprocess.std);
}

}  // namespace camglass
