// Convolutions, with what may be fused into one: a sum and an activation.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_CONV2D_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_CONV2D_H_

#include <cstdint>
#include <optional>
#include <string>

#include "engine/graph/ops/activate.h"
#include "engine/graph/ops/rules.h"

namespace camglass {

// How many zeros surround the input. kSame is TensorFlow's rule, computed from
// the actual size: out = ceil(in / stride), and of the zeros needed the smaller
// half goes before.
struct Padding {
  enum class Rule { kExplicit, kSame };
  Rule rule = Rule::kExplicit;
  size_t top = 0;
  size_t left = 0;
  size_t bottom = 0;
  size_t right = 0;

  static Padding Same() { return {Rule::kSame, 0, 0, 0, 0}; }
  static Padding All(size_t n) { return {Rule::kExplicit, n, n, n, n}; }
};

// y = act(conv(x, weight) + bias [+ residual]); weight [out_c][in_c/groups][kh]
// [kw] (OIHW). The residual, where there is one, is the op's second input.
struct Conv2d {
  size_t out_c = 0;
  size_t kh = 1;
  size_t kw = 1;
  size_t stride = 1;
  Padding pad;
  size_t groups = 1;
  ParamId weight = 0;
  std::optional<ParamId> bias;
  Activation act = Activation::kNone;

  const char* Name() const { return "conv"; }
  std::string Attributes() const;
  void Check(const OpRules& rules) const;
  StatusOr<Extent> OutputExtent(const InputExtents& in) const;
  uint64_t MultiplyAdds(size_t in_c, Extent out) const;
};

// Zeros before and after one axis of length n >= 1.
struct AxisPadding {
  size_t before = 0;
  size_t after = 0;
};
AxisPadding VerticalPadding(const Conv2d& conv, size_t in_h);
AxisPadding HorizontalPadding(const Conv2d& conv, size_t in_w);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_CONV2D_H_
