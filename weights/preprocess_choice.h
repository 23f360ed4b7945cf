// What --preprocess says: a recipe by name, or the numbers themselves.
#ifndef CAMGLASS_WEIGHTS_PREPROCESS_CHOICE_H_
#define CAMGLASS_WEIGHTS_PREPROCESS_CHOICE_H_

#include <array>
#include <optional>
#include <string>

#include "engine/base/status.h"
#include "weights/preprocess.h"

namespace camglass {

// Either a recipe or some of the numbers. What is not given stays as the file
// or its variant has it.
struct PreprocessChoice {
  std::string recipe;
  std::optional<ChannelOrder> order;
  std::optional<double> scale;
  std::optional<std::array<double, 3>> mean;  // in the order of channels
  std::optional<std::array<double, 3>> std;   // likewise, not 0

  bool IsEmpty() const { return recipe.empty() && !HasNumbers(); }
  bool HasNumbers() const { return order || scale || mean || std; }
  // Nothing is left to a file or a variant.
  bool IsWhole() const { return order && scale && mean && std; }
};

// "torchvision", or of "order=rgb,scale=1/255,mean=A;B;C,std=A;B;C" any part.
// A number may be a quotient. An empty text is an empty choice. Fails with the
// form where the text has another, and with the list for unknown recipes.
StatusOr<PreprocessChoice> ParsePreprocessChoice(const std::string& text);

// `base` with the choice's numbers. Another order than the base's would leave
// open which colour its means and deviations are of, unless they are equal or
// `base_is_by_position` (channel by channel, as a graph has them): fails then,
// and names what to give.
StatusOr<Preprocess> WithNumbers(const Preprocess& base,
                                 const PreprocessChoice& choice,
                                 bool base_is_by_position);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_PREPROCESS_CHOICE_H_
