// How a head was trained that is not its network's own: the "camglass.head" of
// a model file.
#ifndef CAMGLASS_WEIGHTS_HEAD_TRAINING_H_
#define CAMGLASS_WEIGHTS_HEAD_TRAINING_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

// Accuracy on pictures that the head had not seen, with its 95 % interval.
struct HeldOut {
  double accuracy = 0;
  double low = 0;
  double high = 0;
  size_t pictures = 0;
};

struct HeadTraining {
  // How pictures became the network's input: "short", "rows" or "crop", as
  // --resize-rule has them. Others give the head features that it hasn't
  // learnt.
  std::string resize_rule;
  std::string folder;            // of the pictures, its name alone
  std::vector<size_t> pictures;  // of each class
  double l2 = 0;
  std::optional<HeldOut> held_out;
};

// As JSON. Equal trainings give equal texts.
std::string ToText(const HeadTraining& training);

// Fails where the text is not such an object or the rule is unknown, since that
// changes what the network computes. The rest is for information: what is
// missing or of another type is left as it is by default.
StatusOr<HeadTraining> ParseHeadTraining(const std::string& text);

// "trained on 240 pictures of 2 classes in 'pets', l2 0.1, resize rule short",
// and the held-out accuracy.
std::vector<std::string> DescriptionOf(const HeadTraining& training);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_HEAD_TRAINING_H_
