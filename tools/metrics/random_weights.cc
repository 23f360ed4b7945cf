#include "tools/metrics/random_weights.h"

#include <algorithm>
#include <set>

#include "engine/base/check.h"
#include "tools/metrics/draws.h"
#include "weights/load_model.h"

namespace camglass {

StatusOr<std::vector<std::string>> WeightLayers(const Model& model) {
  CAMGLASS_ASSIGN_OR_RETURN(const LoadedModel loaded, BindModel(model));
  std::vector<std::string> layers;
  for (const Param& param : loaded.net.graph.params)
    if (param.shape.size() >= 2) layers.push_back(param.name);
  return layers;
}

StatusOr<Model> WithRandomWeights(const Model& model, size_t layers,
                                  uint64_t seed) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<std::string> all,
                            WeightLayers(model));
  CAMGLASS_CHECK(layers <= all.size());
  const std::set<std::string> drawn(all.end() - static_cast<ptrdiff_t>(layers),
                                    all.end());
  Model result = model;
  for (CheckpointTensor& tensor : result.tensors) {
    if (drawn.count(tensor.name) == 0) continue;
    std::vector<float> values(tensor.data, tensor.data + tensor.size());
    Draws draws(std::to_string(seed) + ":" + tensor.name);
    draws.Shuffle(&values);
    tensor = TensorFromValues(tensor.name, tensor.shape, ElementType::kF32,
                              std::move(values));
  }
  return result;
}

std::vector<size_t> CascadeOf(size_t layers) {
  std::vector<size_t> steps = {std::min<size_t>(1, layers)};
  for (size_t quarter = 1; quarter <= 4; ++quarter)
    steps.push_back((layers * quarter + 3) / 4);
  return steps;
}

}  // namespace camglass
