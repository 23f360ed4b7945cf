// Runs a network over labelled pictures, or goes on with a run that was
// interrupted.
#ifndef CAMGLASS_TOOLS_AUDIT_EVALUATE_H_
#define CAMGLASS_TOOLS_AUDIT_EVALUATE_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "engine/base/status.h"
#include "tools/audit/eval_record.h"
#include "tools/audit/labelled_set.h"

namespace camglass {

// Which part of the pictures a process looks at: those whose place in the set's
// order leaves index - 1 when divided by count.
struct Shard {
  size_t index = 1;  // from 1
  size_t count = 1;
};

// "2/4"; fails for anything else.
StatusOr<Shard> ParseShard(const std::string& text);

// How many of so many pictures are the shard's.
size_t PicturesOfShard(size_t pictures, const Shard& shard);

// The model's class for each of the set's labels (see FindClass). Fails, naming
// the first label, where the model does not know one.
StatusOr<std::vector<size_t>> ModelClassesOf(
    const LabelledSet& set, const std::vector<std::string>& classes);

// What the explainer saw, with five top classes; picture.label: of the model.
EvalRecord SeenRecord(const LabelledPicture& picture, const Explanation& seen);
// Of a picture that could not be.
EvalRecord ErrorRecord(const LabelledPicture& picture, const Status& why);

// Fails where the network gave values that are not finite.
Status CheckFinite(const Explanation& seen);

struct EvaluateJob {
  std::vector<LabelledPicture> pictures;  // label: of the model
  size_t decoders = 1;                    // threads
  bool apply_exif = true;
  // Told of each picture before it is explained; may be empty.
  std::function<void(const std::string& path)> progress;
  // Gets each record when it is made; an error ends the run. May be empty.
  std::function<Status(const EvalRecord&)> keep;
};

// Records in the job's order. Pictures that can't be read get a record that
// says why.
StatusOr<std::vector<EvalRecord>> EvaluatePictures(const EvaluateJob& job,
                                                   Explainer* explainer);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EVALUATE_H_
