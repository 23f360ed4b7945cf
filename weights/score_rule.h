// How a network's logits become scores.
#ifndef CAMGLASS_WEIGHTS_SCORE_RULE_H_
#define CAMGLASS_WEIGHTS_SCORE_RULE_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace camglass {

enum class ScoreRule {
  kSoftmax,  // the classes share 1: one of them is in the picture
  kSigmoid,  // each class by itself: 1 / (1 + exp(-logit))
};

const char* ScoreRuleName(ScoreRule rule);  // "softmax", "sigmoid"

// None for any other name.
std::optional<ScoreRule> FindScoreRule(std::string_view name);

// The rule of a network that says nothing about it. A softmax over a single
// output is 1 whatever the picture shows.
inline ScoreRule DefaultScoreRule(size_t classes) {
  return classes == 1 ? ScoreRule::kSigmoid : ScoreRule::kSoftmax;
}

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_SCORE_RULE_H_
