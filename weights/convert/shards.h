// Checkpoints that are saved in several files.
#ifndef CAMGLASS_WEIGHTS_CONVERT_SHARDS_H_
#define CAMGLASS_WEIGHTS_CONVERT_SHARDS_H_

#include <string>

#include "engine/base/status.h"

namespace camglass {

// The error of a file that is not a whole network: that it is a part of one,
// where its name says so ("model-00001-of-00002.safetensors"), or as it is.
Status NameShard(const std::string& file_name, const Status& error);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_SHARDS_H_
