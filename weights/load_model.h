// A model file, ready for a Session.
#ifndef CAMGLASS_WEIGHTS_LOAD_MODEL_H_
#define CAMGLASS_WEIGHTS_LOAD_MODEL_H_

#include <string>

#include "engine/base/status.h"
#include "nets/net.h"
#include "weights/model_file.h"
#include "weights/preprocess.h"

namespace camglass {

struct LoadedModel {
  Net net;  // its graph bound to the file's tensors, which it keeps alive
  ModelInfo info;
  InputTransform transform;  // info.preprocess and transform_input as one
  std::string path;          // as given
};

// Fails, naming the file and the key, where the tensors are not exactly those
// that the network needs.
StatusOr<LoadedModel> LoadModel(const std::string& path);

// The same of a model that is in memory already.
StatusOr<LoadedModel> BindModel(const Model& model);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_LOAD_MODEL_H_
