// Class activation maps (Zhou et al. 2016) from a network's last features.
#ifndef CAMGLASS_CAMAPP_CAM_CLASS_MAP_H_
#define CAMGLASS_CAMAPP_CAM_CLASS_MAP_H_

#include <cstddef>
#include <memory>
#include <span>

#include "engine/tensor.h"
#include "nets/net.h"

namespace camglass {

// What a map needs of the network's head. Does not change while maps are made.
struct ClassHead {
  ClassMapKind kind = ClassMapKind::kDense;
  size_t classes = 0;
  size_t channels = 0;                // of the features
  const float* weight = nullptr;      // kDense: [classes][channels]
  const float* bias = nullptr;        // kDense: [classes]; else null
  std::shared_ptr<const void> owner;  // keeps weight and bias alive
};

// The head of a network whose graph is bound. Holds after the graph is gone.
ClassHead HeadOf(const Net& net);

// map[y][x] of class c, row by row: for kDense the sum over channels of
// weight[c] * features, without the bias; for kDirect channel c itself. Sums
// are made in double, so that mean(map) + bias = logit as closely as single
// precision allows. map.size() is features.h * features.w.
void MapOfClass(const TensorView& features, const ClassHead& head,
                size_t class_index, std::span<float> map);

// The map value at which MapRange::kFixed is at its last colour: about the peak
// of a well recognised object with the published ImageNet weights.
float FixedMapMax(ClassMapKind kind);

// What a map's colours can't tell.
struct MapFacts {
  float min = 0;  // of the finite values; 0 where there is none
  float max = 0;
  bool constant = false;              // one value everywhere
  bool no_positive_evidence = false;  // no value above 0
  size_t non_finite = 0;              // NaN and infinite values
};

MapFacts FactsOf(std::span<const float> map);

// How many values are NaN or infinite.
size_t CountNonFinite(const TensorView& values);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_CLASS_MAP_H_
