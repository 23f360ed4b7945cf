#include "camapp/viewer/steady_labels.h"

#include <algorithm>
#include <cmath>

#include "camapp/cam/scores.h"

namespace camglass {
namespace {

// After this time a new frame's logits and the old average weigh about the
// same; short enough to feel live.
constexpr double kTimeConstantNs = 0.3e9;
// Odds of about 3 to 2 between two classes.
constexpr float kMargin = 0.4f;

}  // namespace

void SteadyLabels::Add(std::span<const float> logits, int64_t now_ns) {
  if (smoothed_.size() != logits.size()) {
    smoothed_.assign(logits.begin(), logits.end());
    order_.clear();
  } else {
    const auto passed = static_cast<double>(now_ns - last_ns_);
    const double weight = 1 - std::exp(-passed / kTimeConstantNs);
    SmoothInto(logits, std::clamp(weight, 0.0, 1.0));
  }
  last_ns_ = now_ns;
}

// What is not finite replaces the average, and is replaced by what follows: it
// must be seen, but not stay.
void SteadyLabels::SmoothInto(std::span<const float> logits, double weight) {
  const auto part = static_cast<float>(weight);
  for (size_t i = 0; i < logits.size(); ++i) {
    const float mixed = smoothed_[i] + part * (logits[i] - smoothed_[i]);
    smoothed_[i] = std::isfinite(mixed) ? mixed : logits[i];
  }
}

void SteadyLabels::Rank(size_t count, std::vector<RankedClass>* ranked) {
  ranked->clear();
  count = std::min(count, smoothed_.size());
  before_.swap(order_);
  order_.clear();
  const auto taken = [this](size_t index) {
    return std::find(order_.begin(), order_.end(), index) != order_.end();
  };
  for (size_t place = 0; place < count; ++place) {
    size_t best = smoothed_.size();
    for (size_t i = 0; i < smoothed_.size(); ++i)
      if ((best == smoothed_.size() || smoothed_[i] > smoothed_[best]) &&
          !taken(i))
        best = i;
    const bool held = place < before_.size() && !taken(before_[place]);
    if (held && smoothed_[best] - smoothed_[before_[place]] <= kMargin)
      best = before_[place];
    order_.push_back(best);
  }
  for (const size_t index : order_) ranked->push_back(Of(index));
}

RankedClass SteadyLabels::Of(size_t index) const {
  if (rule_ == ScoreRule::kSigmoid) {
    float score = 0;
    SigmoidScores({&smoothed_[index], 1}, {&score, 1});
    return {index, score, smoothed_[index]};
  }
  const float most = *std::max_element(smoothed_.begin(), smoothed_.end());
  double sum = 0;
  for (const float logit : smoothed_)
    sum += std::exp(static_cast<double>(logit - most));
  const double odds = std::exp(static_cast<double>(smoothed_[index] - most));
  return {index, static_cast<float>(odds / sum), smoothed_[index]};
}

}  // namespace camglass
