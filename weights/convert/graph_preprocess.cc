#include "weights/convert/graph_preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace camglass {
namespace {

constexpr double kByte = 255;

// x = p * mul + add of a byte p, in the network's order of channels.
struct ByteSteps {
  std::array<double, 3> mul{};
  std::array<double, 3> add{};
  bool swapped = false;    // the graph turns the order of colours round
  bool from_unit = false;  // the graph expects 0..1
};

bool Near(double a, double b) {
  constexpr double kTolerance = 1e-5;  // constants are single precision
  return std::abs(a - b) <= kTolerance * std::max(std::abs(b), 1e-3);
}

// How far the middle of the range lies from 0, in halves of the range.
double OffCentre(const ChannelStep& step, double range) {
  const double half = std::abs(step.mul) * range / 2;
  return std::abs(step.mul * range / 2 + step.add) / half;
}

// Normalised values lie around 0: the range that brings them nearest to it is
// the one that the graph was made for. Without an offset there is no telling
// but by the scale: down from bytes, or not.
bool ExpectsUnit(const std::vector<ChannelStep>& steps) {
  double of_bytes = 0;
  double of_unit = 0;
  bool shifted = false;
  for (const ChannelStep& step : steps) {
    of_bytes += OffCentre(step, kByte);
    of_unit += OffCentre(step, 1);
    shifted = shifted || step.add != 0;
  }
  constexpr double kScalesDown = 0.1;
  if (!shifted) return std::abs(steps.front().mul) > kScalesDown;
  return of_unit < of_bytes;
}

std::optional<ByteSteps> FromBytes(const std::vector<ChannelStep>& steps) {
  ByteSteps result;
  if (steps.size() != 3) return std::nullopt;
  const auto ordered = [&](size_t a, size_t b, size_t c) {
    return steps[0].source == a && steps[1].source == b && steps[2].source == c;
  };
  result.swapped = ordered(2, 1, 0);
  if (!result.swapped && !ordered(0, 1, 2)) return std::nullopt;
  constexpr double kSmallest = 1e-20;
  for (const ChannelStep& step : steps)
    if (!(std::abs(step.mul) > kSmallest && std::abs(step.mul) < 1 / kSmallest))
      return std::nullopt;
  result.from_unit = ExpectsUnit(steps);
  for (size_t c = 0; c < 3; ++c) {
    result.mul[c] = steps[c].mul / (result.from_unit ? kByte : 1);
    result.add[c] = steps[c].add;
  }
  return result;
}

// ImageNet's means fall from red to blue; equal ones tell nothing.
ChannelOrder OrderOf(const ByteSteps& steps, const NetConfig& config) {
  const double first = -steps.add[0] / steps.mul[0];
  const double last = -steps.add[2] / steps.mul[2];
  if (!Near(first, last))
    return first < last ? ChannelOrder::kBgr : ChannelOrder::kRgb;
  if (steps.swapped) return ChannelOrder::kBgr;
  return config.variant == "caffe" ? ChannelOrder::kBgr : ChannelOrder::kRgb;
}

bool IsRecipe(const ByteSteps& steps, ChannelOrder order,
              const PreprocessRecipe& recipe) {
  const InputTransform transform = MakeInputTransform(recipe.preprocess, false);
  if (recipe.preprocess.order != order) return false;
  for (size_t c = 0; c < 3; ++c)
    if (!Near(steps.mul[c], transform.mul[c]) ||
        !Near(steps.add[c], transform.add[c]))
      return false;
  return true;
}

Preprocess Combined(const ByteSteps& steps, ChannelOrder order) {
  Preprocess result;
  result.order = order;
  const bool one_scale =
      steps.mul[0] == steps.mul[1] && steps.mul[0] == steps.mul[2];
  if (one_scale)
    result.scale = steps.mul[0];
  else if (steps.from_unit)
    result.scale = 1 / kByte;
  for (size_t c = 0; c < 3; ++c) {
    result.std[c] = one_scale ? 1 : result.scale / steps.mul[c];
    result.mean[c] = -steps.add[c] * result.std[c];
  }
  return result;
}

// torchvision's second normalisation of GoogLeNet and nothing before it.
bool IsTransformInput(const std::vector<ChannelStep>& steps) {
  Preprocess nothing;
  const InputTransform once = MakeInputTransform(nothing, true);
  if (steps.size() != 3) return false;
  for (size_t c = 0; c < 3; ++c)
    if (steps[c].source != c || !Near(steps[c].mul, once.mul[c]) ||
        !Near(steps[c].add, once.add[c]))
      return false;
  return true;
}

void Recognise(const ByteSteps& steps, const NetConfig& config,
               GraphPreprocess* result) {
  const ChannelOrder order = OrderOf(steps, config);
  result->preprocess = Combined(steps, order);
  std::string whose;
  for (const char* name : {"torchvision", "caffe", "keras"}) {
    const auto recipe = FindPreprocessRecipe(name);
    if (!recipe.ok() || !IsRecipe(steps, order, *recipe)) continue;
    result->preprocess = recipe->preprocess;
    whose = std::string(", which is ") + name + "'s";
    break;
  }
  result->evidence.push_back(
      "the graph normalises its input; that becomes the preprocessing: " +
      PreprocessText(*result->preprocess) + whose);
  result->assumptions.push_back(
      std::string("by its numbers the graph's normalisation expects pixels of "
                  "0 to ") +
      (steps.from_unit ? "1" : "255") + " and gives " +
      (order == ChannelOrder::kBgr ? "blue" : "red") +
      " first (--preprocess chooses another)");
}

}  // namespace

StatusOr<GraphPreprocess> PreprocessOf(const LayerGraph& graph,
                                       const NetConfig& config) {
  GraphPreprocess result;
  const std::vector<ChannelStep>& steps = graph.normalisation;
  const bool untouched =
      std::all_of(steps.begin(), steps.end(), [&](const ChannelStep& step) {
        const auto at = static_cast<size_t>(&step - steps.data());
        return step.source == at && step.mul == 1 && step.add == 0;
      });
  const bool transforms = config.arch == "googlenet" && IsTransformInput(steps);
  if (untouched) {
    result.evidence.emplace_back(
        "the graph takes its input as it is: no normalisation inside");
    return result;
  }
  if (transforms) {
    result.preprocess = FindPreprocessRecipe("torchvision")->preprocess;
    result.transform_input = true;
    result.evidence.emplace_back(
        "the graph has torchvision's transform_input at its input");
    result.assumptions.emplace_back(
        "before transform_input comes torchvision's usual preprocessing");
    return result;
  }
  const auto bytes = FromBytes(steps);
  if (!bytes)
    return InvalidInput(
        "the graph mixes or drops its input's channels before the first layer; "
        "export the network without its preprocessing");
  Recognise(*bytes, config, &result);
  return result;
}

}  // namespace camglass
