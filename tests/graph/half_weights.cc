#include "tests/graph/half_weights.h"

#include <memory>
#include <vector>

#include "engine/base/half.h"

namespace camglass {

Graph WithHalfWeights(const Graph& plain, bool stored) {
  Graph graph = plain;
  for (Param& param : graph.params) {
    if (param.shape.size() < 2) continue;
    auto halves = std::make_shared<std::vector<float>>(
        param.data, param.data + param.size());
    for (float& value : *halves) value = F16ToF32(F32ToF16(value));
    param.data = halves->data();
    param.owner = halves;
    param.is_f16 = stored;
  }
  return graph;
}

}  // namespace camglass
