// The weight randomisation test (Adebayo, Gilmer, Muelly, Goodfellow, Hardt,
// Kim: Sanity checks for saliency maps, NeurIPS 2018): a map that stays as it
// is while the network loses what it has learned tells of the picture, not of
// the network.
#ifndef CAMGLASS_TOOLS_METRICS_RANDOM_WEIGHTS_H_
#define CAMGLASS_TOOLS_METRICS_RANDOM_WEIGHTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/model_file.h"

namespace camglass {

// The layers with weights (convolutions and the head; not biases or batch
// norms), in the order in which they run: their weights' names.
StatusOr<std::vector<std::string>> WeightLayers(const Model& model);

// `model` with the weights of its last `layers` layers in an order drawn by
// `seed`, each layer for itself: their distribution stays, and what was learned
// is gone. The paper's cascade goes from the head to the picture.
StatusOr<Model> WithRandomWeights(const Model& model, size_t layers,
                                  uint64_t seed);

// How many layers the steps of the cascade take: 1, then a quarter, a half,
// three quarters and all of them, rounded up.
std::vector<size_t> CascadeOf(size_t layers);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_RANDOM_WEIGHTS_H_
