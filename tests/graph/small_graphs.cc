#include "tests/graph/small_graphs.h"

#include <algorithm>
#include <memory>
#include <random>

namespace camglass {
namespace {

// Multiples of 2^-15 in [-1, 1), by hand because a standard distribution may
// differ between libraries.
std::vector<float> Draw(uint32_t seed, size_t count) {
  std::mt19937 generator(seed);
  std::vector<float> values(count);
  for (float& value : values) {
    value = static_cast<float>(generator() >> 16) / 32768.0f - 1.0f;
  }
  return values;
}

uint32_t Hash(const std::string& text, uint32_t seed) {
  uint32_t hash = 2166136261u ^ seed;  // FNV-1a
  for (const char letter : text) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619u;
  }
  return hash;
}

bool IsVariance(const std::string& name) {
  return name.find(".running_var") != std::string::npos;
}

}  // namespace

void BindRandomParams(uint32_t seed, Graph* graph) {
  for (Param& param : graph->params) {
    auto owner = std::make_shared<std::vector<float>>(
        Draw(Hash(param.name, seed), param.size()));
    if (IsVariance(param.name)) {
      for (float& value : *owner) value = 1.0f + value / 2;
    }
    param.data = owner->data();
    param.owner = owner;
  }
}

Tensor RandomTensor(uint32_t seed, size_t h, size_t w, size_t c) {
  Tensor tensor(h, w, c);
  tensor.data = Draw(seed, h * w * c);
  return tensor;
}

size_t FindOp(const Graph& graph, const std::string& name) {
  const auto found =
      std::find_if(graph.ops.begin(), graph.ops.end(),
                   [&](const Op& op) { return op.name == name; });
  return static_cast<size_t>(found - graph.ops.begin());
}

std::vector<std::string> OpNames(const Graph& graph) {
  std::vector<std::string> names;
  for (const Op& op : graph.ops) names.push_back(op.name);
  return names;
}

}  // namespace camglass
