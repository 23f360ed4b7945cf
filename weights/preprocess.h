// What a network was trained to see: how a picture's bytes become its input.
#ifndef CAMGLASS_WEIGHTS_PREPROCESS_H_
#define CAMGLASS_WEIGHTS_PREPROCESS_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

enum class ChannelOrder { kRgb, kBgr };

// Channel c of the network's input, c in `order`, from a byte p of 0..255:
//   x = (p * scale - mean[c]) / std[c]
struct Preprocess {
  ChannelOrder order = ChannelOrder::kRgb;
  double scale = 1;
  std::array<double, 3> mean = {0, 0, 0};  // in `order`
  std::array<double, 3> std = {1, 1, 1};   // in `order`, not 0
  size_t size = 224;    // side of the square input it was made for
  size_t resize = 256;  // short side before the framework's own centre crop

  bool operator==(const Preprocess&) const = default;
};

// The same as one multiplication and one addition per channel, in the order in
// which the network takes them: x = p * mul[c] + add[c], p the red (bgr: blue)
// byte for c = 0.
struct InputTransform {
  bool bgr = false;
  float mul[3] = {1, 1, 1};
  float add[3] = {0, 0, 0};
};

// `transform_input` is torchvision's second normalisation of GoogLeNet, which
// takes its usual input to [-1, 1]; it follows the first. Computed in double.
InputTransform MakeInputTransform(const Preprocess& preprocess,
                                  bool transform_input);

// A recipe that weights come with.
struct PreprocessRecipe {
  Preprocess preprocess;
  bool transform_input = false;  // where the architecture has it
};

// caffe, torchvision, torchvision-plain (without transform_input), keras,
// matlab (of its SqueezeNet and GoogLeNet). Fails with the list for other
// names.
StatusOr<PreprocessRecipe> FindPreprocessRecipe(const std::string& name);

// "x = (rgb * 0.00392157 - [0.485 0.456 0.406]) / [0.229 0.224 0.225]"
std::string PreprocessText(const Preprocess& preprocess);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_PREPROCESS_H_
