// An activation function on its own, and the functions that there are.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_ACTIVATE_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_ACTIVATE_H_

#include <cstdint>
#include <string>

#include "engine/graph/ops/rules.h"

namespace camglass {

enum class Activation { kNone, kRelu, kRelu6 };

inline const char* NameOf(Activation kind) {
  switch (kind) {
    case Activation::kNone:
      return "none";
    case Activation::kRelu:
      return "relu";
    case Activation::kRelu6:
      return "relu6";
  }
  return "none";
}

struct Activate {
  Activation kind = Activation::kRelu;

  const char* Name() const { return NameOf(kind); }
  std::string Attributes() const { return ""; }
  void Check(const OpRules& rules) const {
    rules.RequireOneInputOfOutputChannels();
    rules.Require(kind != Activation::kNone, "an activation op activates");
  }
  StatusOr<Extent> OutputExtent(const InputExtents& in) const { return in[0]; }
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_ACTIVATE_H_
