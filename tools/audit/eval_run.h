// An evaluation's settings: what its records depend on, and what their report
// needs beside them (partial.json).
#ifndef CAMGLASS_TOOLS_AUDIT_EVAL_RUN_H_
#define CAMGLASS_TOOLS_AUDIT_EVAL_RUN_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/status.h"
#include "tools/audit/evaluate.h"

namespace camglass {

struct EvalRun {
  std::string model;  // as given
  std::string model_sha256;
  std::vector<std::string> model_classes;  // all names
  std::string source;                      // as given
  size_t pictures = 0;                     // of all shards
  std::string pictures_sha256;             // of their names and classes
  std::string contents;                    // PartDigestOf the shard's
  std::string resize_rule;
  bool exif = true;
  Shard shard;

  // How many pictures the shard has.
  size_t shard_pictures() const { return PicturesOfShard(pictures, shard); }
};

// One line. Equal runs give equal texts.
std::string ToJson(const EvalRun& run);
// Fails where the text is not such an object.
StatusOr<EvalRun> ParseEvalRun(std::string_view json);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EVAL_RUN_H_
