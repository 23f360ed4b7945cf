// The fully connected layer.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_DENSE_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_DENSE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "engine/graph/ops/rules.h"

namespace camglass {

// On [1, 1, c]: y = weight x + bias; weight [out_c][in_c].
struct Dense {
  size_t out_c = 0;
  ParamId weight = 0;
  std::optional<ParamId> bias;

  const char* Name() const { return "dense"; }
  std::string Attributes() const { return bias.has_value() ? " bias" : ""; }
  void Check(const OpRules& rules) const {
    rules.Require(rules.num_inputs() == 1, "one input");
    rules.Require(rules.ShapeIs(weight, {out_c, rules.In()}),
                  "weight is [out_c][in_c]");
    rules.Require(!bias || rules.ShapeIs(*bias, {out_c}), "bias is [out_c]");
    rules.Require(rules.Out() == out_c, "the output has out_c channels");
  }
  StatusOr<Extent> OutputExtent(const InputExtents& in) const {
    if (in[0] != Extent{1, 1}) return in.Takes("1 x 1");
    return Extent{1, 1};
  }
  uint64_t MultiplyAdds(size_t in_c, Extent) const {
    return uint64_t{in_c} * out_c;
  }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_DENSE_H_
