#include "weights/score_rule.h"

namespace camglass {

const char* ScoreRuleName(ScoreRule rule) {
  return rule == ScoreRule::kSigmoid ? "sigmoid" : "softmax";
}

std::optional<ScoreRule> FindScoreRule(std::string_view name) {
  for (const ScoreRule rule : {ScoreRule::kSoftmax, ScoreRule::kSigmoid})
    if (name == ScoreRuleName(rule)) return rule;
  return std::nullopt;
}

}  // namespace camglass
