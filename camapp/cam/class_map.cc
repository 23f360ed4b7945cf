#include "camapp/cam/class_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/base/check.h"

namespace camglass {
namespace {

const Param& ParamNamed(const Graph& graph, const std::string& name) {
  const ParamId id = graph.FindParam(name);
  CAMGLASS_CHECK(id < graph.params.size());
  CAMGLASS_CHECK(graph.params[id].data != nullptr);
  return graph.params[id];
}

double Dot(const float* a, const float* b, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; ++i)
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

}  // namespace

ClassHead HeadOf(const Net& net) {
  ClassHead head;
  head.kind = net.class_map;
  head.classes = net.config.classes;
  head.channels = net.graph.values[net.features].channels;
  if (head.kind == ClassMapKind::kDirect) return head;
  const Param& weight = ParamNamed(net.graph, net.head_weight);
  const Param& bias = ParamNamed(net.graph, net.head_bias);
  CAMGLASS_CHECK(weight.size() == head.classes * head.channels);
  head.weight = weight.data;
  head.bias = bias.data;
  using Owners = std::vector<std::shared_ptr<const void>>;
  head.owner = std::make_shared<const Owners>(Owners{weight.owner, bias.owner});
  return head;
}

void MapOfClass(const TensorView& features, const ClassHead& head,
                size_t class_index, std::span<float> map) {
  CAMGLASS_CHECK(class_index < head.classes);
  CAMGLASS_CHECK(features.c == head.channels);
  CAMGLASS_CHECK(map.size() == features.h * features.w);
  const bool dense = head.kind == ClassMapKind::kDense;
  const float* weight =
      dense ? head.weight + class_index * head.channels : nullptr;
  float* to = map.data();
  for (size_t y = 0; y < features.h; ++y)
    for (size_t x = 0; x < features.w; ++x, ++to) {
      const float* cell = features.Pixel(y, x);
      *to = dense ? static_cast<float>(Dot(weight, cell, head.channels))
                  : cell[class_index];
    }
}

float FixedMapMax(ClassMapKind kind) {
  // A SqueezeNet map is the class convolution's own output, whose peaks lie
  // higher above their mean than those of the other networks' sums.
  return kind == ClassMapKind::kDirect ? 150.0f : 50.0f;
}

MapFacts FactsOf(std::span<const float> map) {
  MapFacts facts;
  facts.min = std::numeric_limits<float>::infinity();
  facts.max = -std::numeric_limits<float>::infinity();
  for (float value : map) {
    if (!std::isfinite(value)) {
      ++facts.non_finite;
      continue;
    }
    facts.min = std::min(facts.min, value);
    facts.max = std::max(facts.max, value);
  }
  if (facts.non_finite == map.size()) facts.min = facts.max = 0;
  facts.constant = facts.min == facts.max;
  facts.no_positive_evidence = facts.max <= 0;
  return facts;
}

size_t CountNonFinite(const TensorView& values) {
  size_t count = 0;
  for (size_t y = 0; y < values.h; ++y)
    for (size_t x = 0; x < values.w; ++x) {
      const float* cell = values.Pixel(y, x);
      for (size_t ch = 0; ch < values.c; ++ch)
        count += std::isfinite(cell[ch]) ? 0 : 1;
    }
  return count;
}

}  // namespace camglass
