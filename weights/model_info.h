// A model file's description of its network, besides the tensors.
#ifndef CAMGLASS_WEIGHTS_MODEL_INFO_H_
#define CAMGLASS_WEIGHTS_MODEL_INFO_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "nets/net.h"
#include "weights/head_training.h"
#include "weights/preprocess.h"
#include "weights/score_rule.h"

namespace camglass {

// Where the weights came from.
struct ModelSource {
  std::string file;     // its name, without folders
  std::string sha256;   // of its bytes, hexadecimal
  std::string format;   // CheckpointFormatName
  std::string licence;  // SPDX identifier; empty where unknown
};

struct ModelInfo {
  NetConfig config;              // arch, variant, options, number of classes
  bool transform_input = false;  // googlenet; see MakeInputTransform
  std::vector<std::string> classes;  // as many as config.classes
  Preprocess preprocess;
  ScoreRule scores = ScoreRule::kSoftmax;
  ModelSource source;
  std::optional<HeadTraining> training;      // of a head by camtool train-head
  std::map<std::string, std::string> other;  // unknown keys, kept as they are
};

using Metadata = std::map<std::string, std::string>;

// The "camglass.*" entries of the file's __metadata__ (FORMAT.md).
Metadata ToMetadata(const ModelInfo& info);

// Fails, naming the entry, where one is missing, malformed or out of range.
// Options that this version does not know are errors: they could change what
// the network computes.
StatusOr<ModelInfo> FromMetadata(const Metadata& metadata);

// Whether the metadata is that of a camglass model file, of any version.
bool IsModelMetadata(const Metadata& metadata);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_MODEL_INFO_H_
