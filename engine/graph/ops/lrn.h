// Local response normalisation across channels.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_LRN_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_LRN_H_

#include <cstdint>
#include <string>

#include "engine/graph/limits.h"
#include "engine/graph/ops/attribute_text.h"
#include "engine/graph/ops/rules.h"

namespace camglass {

// y = x / (k + alpha / size * sum x^2)^beta, the sum over the `size` (odd)
// channels around, fewer at the ends.
struct Lrn {
  size_t size = 5;
  float alpha = 1e-4f;
  float beta = 0.75f;
  float k = 1.0f;

  const char* Name() const { return "lrn"; }
  std::string Attributes() const {
    return Attribute("size", size) +
           Attribute("alpha", static_cast<double>(alpha)) +
           Attribute("beta", static_cast<double>(beta)) +
           Attribute("k", static_cast<double>(k));
  }
  void Check(const OpRules& rules) const {
    rules.RequireOneInputOfOutputChannels();
    rules.Require(size % 2 == 1 && size <= kMaxWindow, "size is odd");
  }
  StatusOr<Extent> OutputExtent(const InputExtents& in) const { return in[0]; }
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_LRN_H_
