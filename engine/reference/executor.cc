#include "engine/reference/executor.h"

#include <string>
#include <utility>
#include <variant>

#include "engine/graph/shapes.h"
#include "engine/reference/ops.h"

namespace camglass {
namespace reference {

const float* Operands::Data(ParamId id) const {
  const float* data = (*params)[id].data;
  CAMGLASS_CHECK(data != nullptr);
  return data;
}

const float* Operands::Data(const std::optional<ParamId>& id) const {
  return id.has_value() ? Data(*id) : nullptr;
}

}  // namespace reference
namespace {

reference::Operands OperandsOf(const Graph& graph, const Op& op,
                               const std::vector<Tensor>& values) {
  reference::Operands operands;
  for (const ValueId v : op.inputs) operands.inputs.push_back(&values[v]);
  operands.params = &graph.params;
  return operands;
}

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
    const reference::Operands operands = OperandsOf(graph, op, values);
    Tensor out = std::visit(
        [&](const auto& kind) { return reference::Run(kind, operands); },
        op.kind);
    CAMGLASS_CHECK((Extent{out.h, out.w}) == extents[op.output]);
    values[op.output] = std::move(out);
  }
  return values;
}

}  // namespace camglass
