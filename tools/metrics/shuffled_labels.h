// The data randomisation test (Adebayo et al., NeurIPS 2018): a head that has
// learned labels without meaning, beside one that has learned the true ones.
#ifndef CAMGLASS_TOOLS_METRICS_SHUFFLED_LABELS_H_
#define CAMGLASS_TOOLS_METRICS_SHUFFLED_LABELS_H_

#include <cstdint>

#include "engine/base/status.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/train_head.h"
#include "weights/model_file.h"

namespace camglass {

struct LabelHeads {
  Model true_labels;
  Model shuffled_labels;
};

// Two heads for the frozen network, trained alike on the set's pictures, whose
// classes are the set's labels: the test on its last layer, which is what class
// activation maps are made with. The second has the same labels in an order
// drawn by options.seed. Fails as TrainHead does.
StatusOr<LabelHeads> TrainLabelHeads(const Model& model, const LabelledSet& set,
                                     TrainOptions options);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_SHUFFLED_LABELS_H_
