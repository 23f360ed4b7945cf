#include "weights/convert/keras_facts.h"

#include <vector>

#include "engine/base/comma_list.h"
#include "weights/keras/keras_config.h"

namespace camglass {
namespace {

// Of a pixel's byte p: x = p * mul + add. One scale for all channels where that
// is possible, so that the formula reads like the layer.
Preprocess PreprocessOf(const KerasInput& input) {
  Preprocess preprocess;
  const bool even =
      input.mul[0] == input.mul[1] && input.mul[1] == input.mul[2];
  if (even) preprocess.scale = input.mul[0];
  for (size_t c = 0; c < 3; ++c) {
    preprocess.std[c] = even ? 1 : 1 / input.mul[c];
    preprocess.mean[c] =
        even ? 0 - input.add[c] : 0 - input.add[c] / input.mul[c];
  }
  return preprocess;
}

}  // namespace

StatusOr<KerasFacts> FindKerasFacts(const std::string& config) {
  KerasFacts facts;
  if (config.empty()) return facts;
  CAMGLASS_ASSIGN_OR_RETURN(const KerasConfig found, ReadKerasConfig(config));
  if (!found.refusal.empty()) return InvalidInput(found.refusal);
  facts.scores = found.scores;
  facts.bn_epsilon = found.bn_epsilon;
  GraphPreprocess& inside = facts.preprocess;
  if (!found.unknown_input.empty())
    inside.unclear =
        found.unknown_input + "; say what the network sees with --preprocess";
  if (!found.input.has_value()) return facts;
  for (const double mul : found.input->mul)
    if (mul == 0)
      return InvalidInput("the layers " + CommaList(found.input->layers) +
                          " multiply the input by 0");
  inside.preprocess = PreprocessOf(*found.input);
  inside.evidence.push_back(
      "the model has its preprocessing inside (" +
      CommaList(found.input->layers) +
      ") and takes pixels of 0 to 255: " + PreprocessText(*inside.preprocess));
  return facts;
}

}  // namespace camglass
