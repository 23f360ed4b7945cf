#include "engine/reference/executor.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/graph/shapes.h"
#include "engine/reference/ops.h"

namespace camglass {
namespace {

// Runs one op on values made so far.
class OpRunner {
 public:
  OpRunner(const Graph& graph, const Op& op, const std::vector<Tensor>& values)
      : graph_(graph), op_(op), values_(values) {}

  Tensor operator()(const Conv2d& conv) const {
    const Tensor* residual = op_.inputs.size() == 2 ? &In(1) : nullptr;
    std::vector<float> scaled;
    const float* weight =
        graph_.params[conv.weight].Rows(0, conv.out_c, &scaled);
    return reference::Convolve(In(0), conv, weight, Data(conv.bias), residual);
  }
  Tensor operator()(const BatchNorm& norm) const {
    const reference::BatchNormParams params{Data(norm.weight), Data(norm.bias),
                                            Data(norm.mean), Data(norm.var)};
    return reference::BatchNormalize(In(0), params, norm.eps);
  }
  Tensor operator()(const MaxPool& pool) const {
    return reference::MaxPool2d(In(0), pool);
  }
  Tensor operator()(const AvgPool& pool) const {
    return reference::AvgPool2d(In(0), pool);
  }
  Tensor operator()(const Lrn& lrn) const {
    return reference::LocalResponseNorm(In(0), lrn);
  }
  Tensor operator()(const Add&) const { return reference::Sum(In(0), In(1)); }
  Tensor operator()(const Activate& activate) const {
    return reference::Activated(In(0), activate.kind);
  }
  Tensor operator()(const Concat&) const {
    std::vector<const Tensor*> parts;
    for (const ValueId input : op_.inputs) parts.push_back(&values_[input]);
    return reference::Concatenate(parts);
  }
  Tensor operator()(const GlobalAvgPool&) const {
    return reference::GlobalMean(In(0));
  }
  Tensor operator()(const Dense& dense) const {
    std::vector<float> scaled;
    const float* weight =
        graph_.params[dense.weight].Rows(0, dense.out_c, &scaled);
    return reference::FullyConnected(In(0), dense.out_c, weight,
                                     Data(dense.bias));
  }
  Tensor operator()(const Softmax&) const {
    return reference::SoftmaxOverChannels(In(0));
  }
  Tensor operator()(const Identity&) const { return In(0); }

 private:
  const Tensor& In(size_t i) const { return values_[op_.inputs[i]]; }

  const float* Data(ParamId id) const {
    const float* data = graph_.params[id].data;
    CAMGLASS_CHECK(data != nullptr);
    return data;
  }
  const float* Data(const std::optional<ParamId>& id) const {
    return id.has_value() ? Data(*id) : nullptr;
  }

  const Graph& graph_;
  const Op& op_;
  const std::vector<Tensor>& values_;
};

}  // namespace

StatusOr<std::vector<Tensor>> RunReference(const Graph& graph,
                                           const Tensor& input) {
  const size_t channels = graph.values[graph.input].channels;
  if (input.c != channels) {
    return InvalidInput(graph.name + " takes " + std::to_string(channels) +
                        " channels, and the input has " +
                        std::to_string(input.c));
  }
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<Extent> extents,
                            InferExtents(graph, {input.h, input.w}));
  CAMGLASS_CHECK(input.data.size() == input.h * input.w * input.c);
  std::vector<Tensor> values(graph.values.size());
  values[graph.input] = input;
  for (const Op& op : graph.ops) {
    Tensor out = std::visit(OpRunner(graph, op, values), op.kind);
    CAMGLASS_CHECK((Extent{out.h, out.w}) == extents[op.output]);
    values[op.output] = std::move(out);
  }
  return values;
}

}  // namespace camglass
