// What a model loses by being stored in f16, measured.
#ifndef CAMGLASS_TOOLS_STORAGE_LOSS_H_
#define CAMGLASS_TOOLS_STORAGE_LOSS_H_

#include <string>
#include <vector>

#include "engine/base/status.h"
#include "tools/logit_difference.h"
#include "weights/model_file.h"

namespace camglass {

// Both models on one photograph, at the network's own input size.
struct PictureLoss {
  std::string picture;  // its file's name
  LogitDifference logits;
};

struct StorageLoss {
  // The largest change of a weight as a share of the largest absolute weight of
  // its tensor, and which tensor that is.
  double weight = 0;
  std::string tensor;
  std::vector<PictureLoss> pictures;  // none where they are not installed
};

// Compares `stored` with the `exact` model that it was made from, on the
// photographs that come with camglass.
StatusOr<StorageLoss> MeasureStorageLoss(const Model& exact,
                                         const Model& stored);

// The same in words, a line each.
std::vector<std::string> StorageLossText(const StorageLoss& loss);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_STORAGE_LOSS_H_
