// What a Keras model's configuration says of it, in the converter's terms.
#ifndef CAMGLASS_WEIGHTS_CONVERT_KERAS_FACTS_H_
#define CAMGLASS_WEIGHTS_CONVERT_KERAS_FACTS_H_

#include <optional>
#include <string>

#include "engine/base/status.h"
#include "weights/convert/graph_preprocess.h"
#include "weights/score_rule.h"

namespace camglass {

struct KerasFacts {
  GraphPreprocess preprocess;
  std::optional<ScoreRule> scores;
  std::optional<double> bn_epsilon;
};

// `config` is a checkpoint's keras_config; nothing is found in an empty one.
// Fails where the configuration says that the network can't be used.
StatusOr<KerasFacts> FindKerasFacts(const std::string& config);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_KERAS_FACTS_H_
