// Two or more values of one extent, side by side along the channels.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_CONCAT_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_CONCAT_H_

#include <cstdint>
#include <string>

#include "engine/graph/ops/rules.h"

namespace camglass {

struct Concat {
  const char* Name() const { return "concat"; }
  std::string Attributes() const { return ""; }
  void Check(const OpRules& rules) const {
    rules.Require(rules.num_inputs() >= 2, "a concat has two or more inputs");
    size_t total = 0;
    for (size_t i = 0; i < rules.num_inputs(); ++i) total += rules.In(i);
    rules.Require(total == rules.Out(), "the output has all inputs' channels");
  }
  StatusOr<Extent> OutputExtent(const InputExtents& in) const {
    return in.Common();
  }
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_CONCAT_H_
