#include "tools/audit/softmax_regression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "tools/audit/lbfgs.h"

namespace camglass {
namespace {

constexpr std::array<double, 7> kStrengths = {1e3,  1e2,  1e1, 1,
                                              1e-1, 1e-2, 1e-3};
constexpr size_t kMostIterations = 5000;
// Folds are compared by their losses, which this leaves right to five digits.
constexpr double kFoldTolerance = 1e-4;

// Unknowns lie as [channels + 1][classes], the bias last: a row of features
// then adds whole runs of classes.
class Loss {
 public:
  // means: taken off each row's features, which are all positive: the search is
  // then a hundred times as short, and its minimum the same.
  Loss(const TrainingSet& set, double l2, const std::vector<double>& means)
      : set_(set),
        l2_(l2),
        logits_(set.classes),
        row_(set.channels),
        means_(means) {}

  double operator()(std::span<const double> x, std::span<double> gradient) {
    const size_t k = set_.classes;
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double loss = 0;
    for (size_t i = 0; i < set_.size(); ++i) loss += AddRow(i, x, gradient);
    for (size_t j = 0; j < set_.channels * k; ++j) {
      loss += l2_ / 2 * x[j] * x[j];
      gradient[j] += l2_ * x[j];
    }
    return loss;
  }

 private:
  double AddRow(size_t i, std::span<const double> x,
                std::span<double> gradient) {
    const size_t k = set_.classes;
    for (size_t c = 0; c < set_.channels; ++c)
      row_[c] = double{set_.row(i)[c]} - means_[c];
    const std::vector<double>& row = row_;
    const double* bias = x.data() + set_.channels * k;
    std::copy_n(bias, k, logits_.data());
    for (size_t c = 0; c < set_.channels; ++c)
      for (size_t j = 0; j < k; ++j) logits_[j] += row[c] * x[c * k + j];
    const double largest = *std::max_element(logits_.begin(), logits_.end());
    double sum = 0;
    for (const double logit : logits_) sum += std::exp(logit - largest);
    const double log_sum = largest + std::log(sum);
    const double loss = log_sum - logits_[set_.labels[i]];
    for (double& logit : logits_) logit = std::exp(logit - log_sum);
    logits_[set_.labels[i]] -= 1;  // the gradient of the loss by the logits
    for (size_t c = 0; c < set_.channels; ++c)
      for (size_t j = 0; j < k; ++j) gradient[c * k + j] += row[c] * logits_[j];
    for (size_t j = 0; j < k; ++j)
      gradient[set_.channels * k + j] += logits_[j];
    return loss;
  }

  const TrainingSet& set_;
  double l2_;
  std::vector<double> logits_;
  std::vector<double> row_;
  const std::vector<double>& means_;
};

std::vector<double> MeansOf(const TrainingSet& set) {
  std::vector<double> means(set.channels);
  for (size_t i = 0; i < set.size(); ++i)
    for (size_t c = 0; c < set.channels; ++c)
      means[c] += double{set.row(i)[c]} / static_cast<double>(set.size());
  return means;
}

// The head whose features have `sign` times the means added.
LinearHead Shifted(LinearHead head, const std::vector<double>& means,
                   double sign) {
  for (size_t j = 0; j < head.bias.size(); ++j)
    for (size_t c = 0; c < means.size(); ++c)
      head.bias[j] += sign * head.weight[j * means.size() + c] * means[c];
  return head;
}

std::vector<double> ToUnknowns(const LinearHead& head, size_t channels) {
  const size_t k = head.bias.size();
  std::vector<double> x((channels + 1) * k);
  for (size_t j = 0; j < k; ++j) {
    for (size_t c = 0; c < channels; ++c)
      x[c * k + j] = head.weight[j * channels + c];
    x[channels * k + j] = head.bias[j];
  }
  return x;
}

LinearHead ToHead(const std::vector<double>& x, size_t channels, size_t k) {
  LinearHead head{std::vector<double>(k * channels), std::vector<double>(k)};
  for (size_t j = 0; j < k; ++j) {
    for (size_t c = 0; c < channels; ++c)
      head.weight[j * channels + c] = x[c * k + j];
    head.bias[j] = x[channels * k + j];
  }
  return head;
}

std::vector<double> LogitsOf(const LinearHead& head,
                             std::span<const float> row) {
  std::vector<double> logits = head.bias;
  for (size_t j = 0; j < logits.size(); ++j)
    for (size_t c = 0; c < row.size(); ++c)
      logits[j] += head.weight[j * row.size() + c] * row[c];
  return logits;
}

// Over all folds, each judged by a head of the others. heads: of the strength
// before, where the search begins.
StatusOr<Strength> TryStrength(const TrainingSet& set,
                               const std::vector<size_t>& fold, double l2,
                               std::vector<std::optional<LinearHead>>* heads) {
  Strength strength{l2, 0, 0};
  for (size_t f = 0; f < heads->size(); ++f) {
    std::vector<bool> held(set.size());
    for (size_t i = 0; i < held.size(); ++i) held[i] = fold[i] == f;
    std::optional<LinearHead>& head = (*heads)[f];
    CAMGLASS_ASSIGN_OR_RETURN(
        head, FitHead(Select(set, held, false), l2,
                      head.has_value() ? &*head : nullptr, kFoldTolerance));
    const HeadQuality quality = Judge(*head, Select(set, held, true));
    strength.log_loss += quality.log_loss / static_cast<double>(set.size());
    strength.right += quality.right;
  }
  return strength;
}

}  // namespace

StatusOr<LinearHead> FitHead(const TrainingSet& set, double l2,
                             const LinearHead* start, double tolerance) {
  CAMGLASS_CHECK(l2 > 0 && set.size() > 0 && set.classes > 1);
  const std::vector<double> means = MeansOf(set);
  std::vector<double> x((set.channels + 1) * set.classes);
  if (start != nullptr) x = ToUnknowns(Shifted(*start, means, 1), set.channels);
  Loss loss(set, l2, means);
  const LbfgsResult found = Minimize(
      [&loss](std::span<const double> at, std::span<double> gradient) {
        return loss(at, gradient);
      },
      {.iterations = kMostIterations, .tolerance = tolerance}, &x);
  if (!std::isfinite(found.value) || !found.converged)
    return InvalidInput(
        "the head's training does not come to an end; give a larger --l2");
  LinearHead head = Shifted(ToHead(x, set.channels, set.classes), means, -1);
  double mean = 0;
  for (const double bias : head.bias)
    mean += bias / static_cast<double>(set.classes);
  for (double& bias : head.bias) bias -= mean;
  return head;
}

HeadQuality Judge(const LinearHead& head, const TrainingSet& set) {
  HeadQuality quality;
  for (size_t i = 0; i < set.size(); ++i) {
    const std::vector<double> logits = LogitsOf(head, set.row(i));
    const auto best = std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const double logit : logits) sum += std::exp(logit - *best);
    quality.log_loss += *best + std::log(sum) - logits[set.labels[i]];
    if (static_cast<size_t>(best - logits.begin()) == set.labels[i])
      ++quality.right;
  }
  return quality;
}

TrainingSet Select(const TrainingSet& set, const std::vector<bool>& keep,
                   bool kept) {
  TrainingSet selected{set.classes, set.channels, {}, {}};
  for (size_t i = 0; i < set.size(); ++i) {
    if (keep[i] != kept) continue;
    const std::span<const float> row = set.row(i);
    selected.features.insert(selected.features.end(), row.begin(), row.end());
    selected.labels.push_back(set.labels[i]);
  }
  return selected;
}

StatusOr<Strength> ChooseStrength(const TrainingSet& set,
                                  const std::vector<size_t>& fold,
                                  size_t folds) {
  CAMGLASS_CHECK(folds > 1 && fold.size() == set.size());
  std::vector<std::optional<LinearHead>> heads(folds);
  std::optional<Strength> best;
  for (const double l2 : kStrengths) {
    CAMGLASS_ASSIGN_OR_RETURN(const Strength tried,
                              TryStrength(set, fold, l2, &heads));
    if (!best.has_value() || tried.log_loss < best->log_loss) best = tried;
  }
  return *best;
}

}  // namespace camglass
