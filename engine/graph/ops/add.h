// The sum of two values of one shape.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_ADD_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_ADD_H_

#include <cstdint>
#include <string>

#include "engine/graph/ops/rules.h"

namespace camglass {

struct Add {
  const char* Name() const { return "add"; }
  std::string Attributes() const { return ""; }
  void Check(const OpRules& rules) const {
    rules.Require(rules.num_inputs() == 2, "an add has two inputs");
    rules.Require(rules.In(0) == rules.Out() && rules.In(1) == rules.Out(),
                  "all have the same channels");
  }
  StatusOr<Extent> OutputExtent(const InputExtents& in) const {
    return in.Common();
  }
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_ADD_H_
