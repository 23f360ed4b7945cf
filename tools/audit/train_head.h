// A new head for a frozen network, from a folder of labelled pictures.
#ifndef CAMGLASS_TOOLS_AUDIT_TRAIN_HEAD_H_
#define CAMGLASS_TOOLS_AUDIT_TRAIN_HEAD_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "camapp/picture/input_extent.h"
#include "engine/base/status.h"
#include "tools/audit/confidence.h"
#include "tools/audit/labelled_set.h"
#include "tools/audit/softmax_regression.h"
#include "weights/model_file.h"

namespace camglass {

struct TrainOptions {
  std::optional<double> l2;  // none: by cross-validation
  uint64_t seed = 0;         // which pictures are held out
  ResizeRule rule = ResizeRule::kShort;
  size_t threads = 0;  // 0: the session's own choice
  // Told of each picture before it is read; may be empty.
  std::function<void(const std::string& path)> progress;
};

struct TrainedHead {
  LinearHead head;  // of all pictures
  double l2 = 0;
  std::optional<Strength> strength;  // where it was chosen
  std::optional<Share> held_out;  // accuracy on a fifth that was not trained on
  size_t held_out_count = 0;
  std::vector<size_t> counts;           // pictures of each class that were read
  std::vector<std::string> unreadable;  // "PATH: why" of the others
};

// A fifth of each class of five pictures and more is held out, by a head of the
// rest, before the final head is trained on all. Fails where fewer than two
// classes have a picture that can be read. The same bits for any number of
// threads.
StatusOr<TrainedHead> TrainHead(const Model& model, const LabelledSet& set,
                                const TrainOptions& options);

// `model` with that head and these class names. SqueezeNet's class convolution
// loses its ReLU: what is trained is linear.
StatusOr<Model> WithHead(const Model& model, const LinearHead& head,
                         const std::vector<std::string>& classes);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_TRAIN_HEAD_H_
