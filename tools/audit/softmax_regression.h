// Multinomial logistic regression with an L2 penalty: a linear head for a
// frozen network's features.
#ifndef CAMGLASS_TOOLS_AUDIT_SOFTMAX_REGRESSION_H_
#define CAMGLASS_TOOLS_AUDIT_SOFTMAX_REGRESSION_H_

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

// Rows of features with their classes.
struct TrainingSet {
  size_t classes = 0;
  size_t channels = 0;
  std::vector<float> features;  // [labels.size()][channels]
  std::vector<size_t> labels;   // below classes

  size_t size() const { return labels.size(); }
  std::span<const float> row(size_t i) const {
    return {features.data() + i * channels, channels};
  }
};

struct LinearHead {
  std::vector<double> weight;  // [classes][channels]
  std::vector<double> bias;    // [classes], of sum 0
};

// Minimises sum over rows of -log softmax(weight * row + bias)[label] +
// l2 / 2 * |weight|^2, which is scikit-learn's LogisticRegression(C=1/l2): the
// bias is free. `start`: where the search begins, may be null; tolerance: as in
// LbfgsOptions. The same on
// every machine up to rounding. Needs l2 > 0, a row and two classes; fails
// where it does not converge.
StatusOr<LinearHead> FitHead(const TrainingSet& set, double l2,
                             const LinearHead* start = nullptr,
                             double tolerance = 1e-8);

struct HeadQuality {
  size_t right = 0;     // rows whose largest logit is their class's
  double log_loss = 0;  // the sum over rows
};
HeadQuality Judge(const LinearHead& head, const TrainingSet& set);

// The rows of `set` for which keep[i] is `kept`.
TrainingSet Select(const TrainingSet& set, const std::vector<bool>& keep,
                   bool kept);

struct Strength {
  double l2 = 0;
  double log_loss = 0;  // per row, of rows that were not trained on
  size_t right = 0;     // of them all
};

// The l2 of 1e-3, 1e-2, ... 1e3 with the least log loss over `folds` folds;
// fold[i] is row i's. Every fold's complement should have all classes.
StatusOr<Strength> ChooseStrength(const TrainingSet& set,
                                  const std::vector<size_t>& fold,
                                  size_t folds);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_SOFTMAX_REGRESSION_H_
