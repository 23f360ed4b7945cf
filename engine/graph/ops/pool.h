// Pools over square windows.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_POOL_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_POOL_H_

#include <cstdint>
#include <string>

#include "engine/graph/ops/rules.h"

namespace camglass {

// Padding never wins a maximum. With `ceil` the last, partial window counts
// too, unless it would start beyond the input and its padding.
struct MaxPool {
  size_t k = 1;
  size_t stride = 1;
  size_t pad = 0;
  bool ceil = false;

  const char* Name() const { return "maxpool"; }
  std::string Attributes() const;
  void Check(const OpRules& rules) const;
  StatusOr<Extent> OutputExtent(const InputExtents& in) const;
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

// As MaxPool. The sum is divided by the cells inside the input, or, with
// `count_pad`, by those inside the padded input (PyTorch's count_include_pad).
struct AvgPool {
  size_t k = 1;
  size_t stride = 1;
  size_t pad = 0;
  bool ceil = false;
  bool count_pad = false;

  const char* Name() const { return "avgpool"; }
  std::string Attributes() const;
  void Check(const OpRules& rules) const;
  StatusOr<Extent> OutputExtent(const InputExtents& in) const;
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

// Output length of a pool along one axis of length n; 0 where n is too small.
// ceil: the last window may be partial, but is dropped where it would start at
// or after n + pad (PyTorch's rule; Caffe's gives the same for k >= stride).
size_t PoolLength(size_t n, size_t k, size_t stride, size_t pad, bool ceil);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_POOL_H_
