// A graph in words: ToText and KindName.
#include <string>

#include "engine/graph/graph.h"

namespace camglass {
namespace {

// "features.3 [128] keep"
std::string ValueText(const Graph& graph, ValueId id) {
  const Value& value = graph.values[id];
  return value.name + " [" + std::to_string(value.channels) + "]" +
         (IsKept(graph, id) ? " keep" : "");
}

std::string OpText(const Graph& graph, const Op& op) {
  std::string text = op.name + ": " + KindName(op.kind);
  text +=
      std::visit([](const auto& kind) { return kind.Attributes(); }, op.kind);
  text += " (";
  for (size_t i = 0; i < op.inputs.size(); ++i) {
    if (i > 0) text += ", ";
    text += graph.values[op.inputs[i]].name;
  }
  return text + ") -> " + ValueText(graph, op.output);
}

}  // namespace

const char* KindName(const OpKind& kind) {
  return std::visit([](const auto& op) { return op.Name(); }, kind);
}

std::string ToText(const Graph& graph) {
  std::string text;
  for (const Op& op : graph.ops) text += OpText(graph, op) + "\n";
  return text;
}

}  // namespace camglass
