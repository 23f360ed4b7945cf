// Labels that people can read: they change when the network is sure, not with
// each frame's noise.
#ifndef CAMGLASS_CAMAPP_VIEWER_STEADY_LABELS_H_
#define CAMGLASS_CAMAPP_VIEWER_STEADY_LABELS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "camapp/cam/explain.h"
#include "weights/score_rule.h"

namespace camglass {

// A moving average of the logits, and an order of its greatest with hysteresis:
// a class keeps its place until another's average exceeds its own by a margin.
class SteadyLabels {
 public:
  // logits: one per class, of a frame explained at that time. Another number of
  // classes, or Clear, starts anew. Allocates nothing while the number stays.
  void Add(std::span<const float> logits, int64_t now_ns);
  void Clear() { smoothed_.clear(); }
  // How the averages become scores, from now on; a softmax at first.
  void SetRule(ScoreRule rule) { rule_ = rule; }

  // The first `count` classes (fewer where there are fewer) with the average
  // logit and the score that it has among all averages; best first.
  void Rank(size_t count, std::vector<RankedClass>* ranked);

  // The same of any class. There are averages, and it is one of them.
  RankedClass Of(size_t index) const;

 private:
  void SmoothInto(std::span<const float> logits, double weight);

  ScoreRule rule_ = ScoreRule::kSoftmax;
  std::vector<float> smoothed_;
  std::vector<size_t> order_;   // as last ranked
  std::vector<size_t> before_;  // the ranking before
  int64_t last_ns_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_STEADY_LABELS_H_
