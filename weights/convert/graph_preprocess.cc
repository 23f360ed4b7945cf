#include "weights/convert/graph_preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "nets/network.h"

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

bool IsNear(double a, double b) {
  constexpr double kTolerance = 1e-5;  // constants are single precision
  return std::abs(a - b) <= kTolerance * std::max(std::abs(b), 1e-3);
}

bool IsWithin(double value, double least, double most) {
  return value >= least && value <= most;
}

// Whether pixels of 0 to `range` are what the steps were made for: means lie
// inside of the range and away from its ends, and what the network gets spans
// what normalised values or bytes do.
bool Fits(const std::vector<ChannelStep>& steps, double range) {
  constexpr double kEdge = 0.05;
  return std::all_of(
      steps.begin(), steps.end(), [range](const ChannelStep& step) {
        const double mean = -step.add / step.mul / range;
        const double span = std::abs(step.mul) * range;
        return (step.add == 0 || IsWithin(mean, kEdge, 1 - kEdge)) &&
               (IsWithin(span, 0.5, 50) || IsWithin(span, 100, 500));
      });
}

// Whether each channel's step is one that can be undone, and the order is
// either the graph's input's or the opposite.
bool AreUsual(const std::vector<ChannelStep>& steps) {
  constexpr double kSmallest = 1e-20;
  const auto ordered = [&](size_t a, size_t b, size_t c) {
    return steps[0].source == a && steps[1].source == b && steps[2].source == c;
  };
  return steps.size() == 3 && (ordered(0, 1, 2) || ordered(2, 1, 0)) &&
         std::all_of(steps.begin(), steps.end(), [](const ChannelStep& step) {
           return IsWithin(std::abs(step.mul), kSmallest, 1 / kSmallest);
         });
}

ByteSteps FromBytes(const std::vector<ChannelStep>& steps, bool from_unit) {
  ByteSteps result;
  result.swapped = steps[0].source == 2;
  result.from_unit = from_unit;
  for (size_t c = 0; c < 3; ++c) {
    result.mul[c] = steps[c].mul / (from_unit ? kByte : 1);
    result.add[c] = steps[c].add;
  }
  return result;
}

// ImageNet's means of red, green and blue, as recipes round them.
constexpr std::array<std::array<double, 3>, 4> kImageNetMeans = {{
    {123, 117, 104},
    {123.68, 116.779, 103.939},
    {122.67891434, 116.66876762, 104.00698793},
    {0.485 * kByte, 0.456 * kByte, 0.406 * kByte},
}};

// The order in which the steps' means are ImageNet's.
std::optional<ChannelOrder> OrderByRecipe(const ByteSteps& steps) {
  const auto is_near = [&](size_t c, double mean) {
    return std::abs(-steps.add[c] / steps.mul[c] - mean) < 0.02;
  };
  for (const auto& means : kImageNetMeans) {
    if (is_near(0, means[0]) && is_near(1, means[1]) && is_near(2, means[2]))
      return ChannelOrder::kRgb;
    if (is_near(0, means[2]) && is_near(1, means[1]) && is_near(2, means[0]))
      return ChannelOrder::kBgr;
  }
  return std::nullopt;
}

struct FoundOrder {
  ChannelOrder order;
  std::string reason;
};

FoundOrder OrderOf(const ByteSteps& steps, const NetConfig& config) {
  if (const auto order = OrderByRecipe(steps))
    return {*order, "its means are ImageNet's in that order"};
  if (steps.swapped)
    return {ChannelOrder::kBgr, "the graph turns the order round"};
  if (config.variant == "caffe")
    return {ChannelOrder::kBgr, "Caffe's networks take them so"};
  return {ChannelOrder::kRgb, "nothing in it says otherwise"};
}

bool IsRecipe(const ByteSteps& steps, ChannelOrder order,
              const PreprocessRecipe& recipe) {
  const InputTransform transform = MakeInputTransform(recipe.preprocess, false);
  if (recipe.preprocess.order != order) return false;
  for (size_t c = 0; c < 3; ++c)
    if (!IsNear(steps.mul[c], transform.mul[c]) ||
        !IsNear(steps.add[c], transform.add[c]))
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

// torchvision's second normalisation and nothing before it.
bool IsTransformInput(const std::vector<ChannelStep>& steps) {
  Preprocess nothing;
  const InputTransform once = MakeInputTransform(nothing, true);
  if (steps.size() != 3) return false;
  for (size_t c = 0; c < 3; ++c)
    if (steps[c].source != c || !IsNear(steps[c].mul, once.mul[c]) ||
        !IsNear(steps[c].add, once.add[c]))
      return false;
  return true;
}

void Recognise(const ByteSteps& steps, const NetConfig& config,
               GraphPreprocess* result) {
  const FoundOrder found = OrderOf(steps, config);
  result->preprocess = Combined(steps, found.order);
  std::string whose;
  for (const char* name : {"torchvision", "caffe", "keras"}) {
    const auto recipe = FindPreprocessRecipe(name);
    if (!recipe.ok() || !IsRecipe(steps, found.order, *recipe)) continue;
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
      (steps.from_unit ? "1" : "255") + " (--preprocess chooses another)");
  result->assumptions.push_back(
      std::string("the network takes ") +
      (found.order == ChannelOrder::kBgr ? "blue" : "red") + " first: " +
      found.reason + " (--preprocess order=rgb or order=bgr chooses)");
}

std::string NumbersText(const std::vector<ChannelStep>& steps) {
  std::string mul;
  std::string add;
  for (const ChannelStep& step : steps) {
    char text[32];
    std::snprintf(text, sizeof text, "%s%g", mul.empty() ? "" : " ", step.mul);
    mul += text;
    std::snprintf(text, sizeof text, "%s%g", add.empty() ? "" : " ", step.add);
    add += text;
  }
  return "x * [" + mul + "] + [" + add + "]";
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
  const bool transforms = NetworkOf(config).Has(NetOption::kTransformInput) &&
                          IsTransformInput(steps);
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
  if (!AreUsual(steps))
    return InvalidInput(
        "the graph mixes or drops its input's channels before the first layer; "
        "export the network without its preprocessing");
  const bool only_turns = std::all_of(
      steps.begin(), steps.end(),
      [](const ChannelStep& step) { return step.mul == 1 && step.add == 0; });
  if (only_turns) {
    result.turns_order = true;
    result.evidence.emplace_back(
        "the graph turns the order of colours round and does nothing else to "
        "its input");
    result.assumptions.emplace_back(
        "the graph takes red first, so its network takes blue first "
        "(--preprocess order=,scale=,mean=,std= says otherwise)");
    return result;
  }
  const bool unit = Fits(steps, 1);
  if (unit != Fits(steps, kByte)) {
    Recognise(FromBytes(steps, unit), config, &result);
    return result;
  }
  result.unclear = "the graph's own scaling of its input, " +
                   NumbersText(steps) +
                   (unit ? ", fits both pixels of 0 to 255 and of 0 to 1"
                         : ", fits neither pixels of 0 to 255 nor of 0 to 1") +
                   "; say what the network is to see with --preprocess "
                   "order=,scale=,mean=,std=";
  return result;
}

}  // namespace camglass
