// What a Keras model's configuration says that its weights do not: what happens
// to the input before the first convolution, and what follows the head.
//
// Only names and numbers of known layers are taken from it. Nothing in a
// configuration is ever built or run; a Lambda is refused by its name.
#ifndef CAMGLASS_WEIGHTS_KERAS_KERAS_CONFIG_H_
#define CAMGLASS_WEIGHTS_KERAS_KERAS_CONFIG_H_

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/score_rule.h"

namespace camglass {

// x = pixel * mul[c] + add[c] of a pixel's bytes, in the model's own order.
struct KerasInput {
  std::array<double, 3> mul = {1, 1, 1};
  std::array<double, 3> add = {0, 0, 0};
  std::vector<std::string> layers;  // that say so: "Rescaling 'rescaling_1'"
};

struct KerasConfig {
  // None where no layer before the first convolution changes numbers.
  std::optional<KerasInput> input;
  // Why the input can't be told from the configuration; empty where it can.
  std::string unknown_input;
  // The head's activation; none where it has none.
  std::optional<ScoreRule> scores;
  // Why the network can't be used, whatever its weights; empty: it may be.
  std::string refusal;
  // The batch norms' epsilon where all agree and there are any.
  std::optional<double> bn_epsilon;
  // Keras 3's name of a layer's group in a weights file ("conv2d_3", below
  // "functional" for a nested model's) -> the layer's own name.
  std::map<std::string, std::string> names_in_weights;
};

// `text` is the JSON of "model_config", or of a .keras archive's config.json.
// Fails where it is not such JSON or beyond limits.h.
StatusOr<KerasConfig> ReadKerasConfig(const std::string& text);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_KERAS_KERAS_CONFIG_H_
