#include "weights/convert/graph_origin.h"

#include <string_view>

namespace camglass {
namespace {

bool IsQuantised(std::string_view op) {
  for (const std::string_view part :
       {"QLinear", "QuantizeLinear", "ConvInteger", "MatMulInteger",
        "DequantizeLinear", "QGemm", "MatMulNBits"})
    if (op.find(part) != std::string_view::npos) return true;
  return false;
}

// Names of layers come from the file; the writer's rules bound them.
std::string Shown(const std::string& op) { return op.substr(0, 80); }

}  // namespace

std::string ChangedForUse(const OnnxGraph& graph) {
  for (const OnnxNode& node : graph.nodes)
    if (IsQuantised(node.op))
      return "the graph is quantised (it has " + Shown(node.op) +
             "), which is not read; convert the float model that it was made "
             "from";
  for (const OnnxNode& node : graph.nodes)
    if (node.op.starts_with("com.microsoft."))
      return "the graph was optimised by ONNX Runtime for one machine (it "
             "has " +
             Shown(node.op) +
             "); convert the model that it was made from, or save it again "
             "with at most the basic optimisations";
  return "";
}

}  // namespace camglass
