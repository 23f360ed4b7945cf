#include "tools/metrics/shuffled_labels.h"

#include <string>
#include <vector>

#include "tools/metrics/draws.h"

namespace camglass {
namespace {

// Weak enough for a head to learn labels by heart, as the test needs.
constexpr double kWeakPenalty = 1e-2;

LabelledSet WithShuffledLabels(LabelledSet set, uint64_t seed) {
  std::vector<size_t> labels;
  for (const LabelledPicture& picture : set.pictures)
    labels.push_back(picture.label);
  Draws(std::to_string(seed) + ":labels").Shuffle(&labels);
  for (size_t i = 0; i < labels.size(); ++i) set.pictures[i].label = labels[i];
  return set;
}

}  // namespace

StatusOr<LabelHeads> TrainLabelHeads(const Model& model, const LabelledSet& set,
                                     TrainOptions options) {
  options.l2 = kWeakPenalty;
  CAMGLASS_ASSIGN_OR_RETURN(const TrainedHead trained,
                            TrainHead(model, set, options));
  CAMGLASS_ASSIGN_OR_RETURN(
      const TrainedHead shuffled,
      TrainHead(model, WithShuffledLabels(set, options.seed), options));
  LabelHeads heads;
  CAMGLASS_ASSIGN_OR_RETURN(heads.true_labels,
                            WithHead(model, trained.head, set.labels));
  CAMGLASS_ASSIGN_OR_RETURN(heads.shuffled_labels,
                            WithHead(model, shuffled.head, set.labels));
  return heads;
}

}  // namespace camglass
