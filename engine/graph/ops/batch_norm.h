// Batch normalisation at inference.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_BATCH_NORM_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_BATCH_NORM_H_

#include <cstdint>
#include <string>

#include "engine/graph/ops/attribute_text.h"
#include "engine/graph/ops/rules.h"

namespace camglass {

// y = (x - mean) / sqrt(var + eps) * weight + bias, per channel; all params are
// [channels].
struct BatchNorm {
  ParamId weight = 0;
  ParamId bias = 0;
  ParamId mean = 0;
  ParamId var = 0;
  double eps = 1e-5;

  const char* Name() const { return "batchnorm"; }
  std::string Attributes() const { return Attribute("eps", eps); }
  void Check(const OpRules& rules) const {
    rules.RequireOneInputOfOutputChannels();
    for (const ParamId id : {weight, bias, mean, var}) {
      rules.Require(rules.ShapeIs(id, {rules.In()}),
                    "batch norm's params are [channels]");
    }
  }
  StatusOr<Extent> OutputExtent(const InputExtents& in) const { return in[0]; }
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_BATCH_NORM_H_
