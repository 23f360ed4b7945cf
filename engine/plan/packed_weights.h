// All weights of a graph in the form that the kernels of the target in use
// want, in execution order: a pass over the network is one stream, and
// prefetching past a layer's end meets the next layer.
#ifndef CAMGLASS_ENGINE_PLAN_PACKED_WEIGHTS_H_
#define CAMGLASS_ENGINE_PLAN_PACKED_WEIGHTS_H_

#include <cstddef>
#include <list>
#include <map>
#include <tuple>
#include <vector>

#include "engine/base/aligned_buffer.h"
#include "engine/graph/graph.h"
#include "engine/kernels/conv.h"
#include "engine/kernels/dense.h"
#include "engine/kernels/winograd.h"
#include "engine/plan/conv_algorithm.h"
#include "engine/runtime/team.h"
#include "engine/tensor.h"

namespace camglass {

// What one op needs; which members count depends on its kind and algorithm.
struct PackedOp {
  ConvPacking conv;  // of one group
  WinogradPacking winograd;
  DensePacking dense;
  std::vector<const void*> weights;  // one a group; batch norm: the factors
  const float* bias = nullptr;       // padded with zeros; batch norm: offsets
  const float* scale = nullptr;      // Epilogue's; null: none
};

class PackedWeights {
 public:
  // The graph must be bound and outlive this.
  explicit PackedWeights(const Graph& graph) : graph_(graph) {}

  // Packs what is not packed yet for these algorithms and types, one for each
  // op, on the team's threads, to be read in this order of the ops. What was
  // packed before stays where it is. The graph's weights can then leave memory
  // (Param::ReleaseRows).
  void Prepare(const std::vector<ConvAlgorithm>& algorithms,
               const std::vector<DType>& types,
               const std::vector<size_t>& order, Team* team);

  // Only after Prepare with this algorithm and type for this op.
  const PackedOp& op(size_t index, ConvAlgorithm algorithm, DType type) const;

  size_t bytes() const;

 private:
  using Key = std::tuple<size_t, ConvAlgorithm, DType>;  // of an op

  const Graph& graph_;
  std::map<Key, PackedOp> ops_;
  std::list<AlignedBuffer> memory_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_PACKED_WEIGHTS_H_
