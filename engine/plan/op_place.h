// One op of a plan that has been laid out: what its steps are made of.
#ifndef CAMGLASS_ENGINE_PLAN_OP_PLACE_H_
#define CAMGLASS_ENGINE_PLAN_OP_PLACE_H_

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/conv_algorithm.h"
#include "engine/plan/layout.h"
#include "engine/plan/packed_weights.h"
#include "engine/plan/step.h"
#include "engine/tensor.h"

namespace camglass {

// The arena and the weights outlive the steps; the rest need not.
struct PlanParts {
  const Graph& graph;
  const Layout& layout;
  const PackedWeights& weights;
  const std::vector<ConvAlgorithm>& algorithms;
  const std::vector<DType>& weight_types;
  size_t threads;
  std::byte* arena;
};

class OpPlace {
 public:
  OpPlace(const PlanParts& plan, size_t op) : plan_(plan), op_(op) {}
  // Another op of the same plan.
  OpPlace At(size_t op) const { return {plan_, op}; }

  const std::string& name() const { return op().name; }
  size_t num_inputs() const { return op().inputs.size(); }
  template <class Kind>
  const Kind& As() const {
    return std::get<Kind>(op().kind);
  }

  // Where an input and the output lie.
  TensorView In(size_t i = 0) const;
  TensorView Out() const;
  // Extents and channels alone, of values that may have no memory.
  TensorView InShape() const;
  TensorView OutShape() const;

  const PackedOp& packed() const;
  ConvAlgorithm algorithm() const { return plan_.algorithms[op_]; }
  bool concat_in_place() const { return plan_.layout.concat_in_place[op_]; }
  size_t threads() const { return plan_.threads; }

  // A step that writes the output, halo and all.
  Step NewStep(const char* kernel, size_t units, UnitRunner run) const;

 private:
  const Op& op() const { return plan_.graph.ops[op_]; }
  TensorView View(ValueId value) const;
  TensorView ShapeOf(ValueId value) const;

  const PlanParts& plan_;
  size_t op_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_OP_PLACE_H_
