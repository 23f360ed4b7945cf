#include "bench/peers/onednn_net.h"

#include <string>
#include <utility>
#include <variant>

#include "bench/peers/onednn_layouts.h"
#include "bench/peers/onednn_ops.h"
#include "bench/peers/onednn_values.h"
#include "engine/graph/shapes.h"

namespace camglass {
namespace {

// Adds one op, or says that it can't.
class OpTranslator {
 public:
  OpTranslator(const Op& op, OnednnValues* values) : op_(op), values_(values) {}

  Status operator()(const Conv2d& conv) const {
    AddConv(op_, conv, values_);
    return Status();
  }
  Status operator()(const MaxPool& pool) const {
    AddMaxPool(op_, pool, values_);
    return Status();
  }
  Status operator()(const Concat&) const {
    AddConcat(op_, values_);
    return Status();
  }
  Status operator()(const GlobalAvgPool&) const {
    AddGlobalMean(op_, values_);
    return Status();
  }
  Status operator()(const Dense& dense) const {
    AddDense(op_, dense, values_);
    return Status();
  }
  Status operator()(const Softmax&) const {
    if (values_->extent(op_.output) != Extent{1, 1}) return NotHere();
    AddSoftmax(op_, values_);
    return Status();
  }
  // Ops that none of the compared networks has once it is simplified.
  template <typename Kind>
  Status operator()(const Kind&) const {
    return NotHere();
  }

 private:
  Status NotHere() const {
    return Unsupported("onednn_worker can't run " +
                       std::string(KindName(op_.kind)) + " \"" + op_.name +
                       "\"");
  }

  const Op& op_;
  OnednnValues* values_;
};

}  // namespace

StatusOr<OnednnNet> TranslateToOnednn(const Graph& graph, Extent input,
                                      const std::vector<ValueId>& outputs,
                                      const dnnl::engine& engine) {
  CAMGLASS_ASSIGN_OR_RETURN(std::vector<Extent> extents,
                            InferExtents(graph, input));
  OnednnValues values(graph, std::move(extents), engine);
  OnednnNet net;
  net.input = dnnl::memory(DenseLayout(values.Dims(graph.input)), engine);
  values.Set(graph.input, net.input);
  for (const Op& op : graph.ops) {
    CAMGLASS_RETURN_IF_ERROR(std::visit(OpTranslator(op, &values), op.kind));
    values.Finish(op);
  }
  for (const ValueId id : outputs) {
    net.outputs.emplace_back(DenseLayout(values.Dims(id)), engine);
    values.AddReorder(values[id], net.outputs.back());
  }
  net.arena = values.Settle();
  net.steps = values.steps();
  return net;
}

}  // namespace camglass
