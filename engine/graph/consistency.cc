// CheckConsistency: the rules that every graph obeys, and every pass keeps.
#include <string>

#include "engine/graph/graph.h"
#include "engine/graph/limits.h"

namespace camglass {
namespace {

[[noreturn]] void Fail(const std::string& where, const char* rule) {
  CheckFailed(__FILE__, __LINE__, (where + ": " + rule).c_str());
}

// Ids of one op, given which values exist when it runs; marks its output.
void CheckOrder(const Graph& graph, const Op& op, std::vector<bool>* made) {
  const std::string where = "graph " + graph.name + ", op " + op.name;
  if (op.inputs.empty()) Fail(where, "an op has inputs");
  for (const ValueId input : op.inputs) {
    if (input >= made->size()) Fail(where, "an input id is out of range");
    if (!(*made)[input]) Fail(where, "an input is used before it is made");
  }
  if (op.output >= made->size()) Fail(where, "the output id is out of range");
  if ((*made)[op.output]) Fail(where, "a value is made twice");
  (*made)[op.output] = true;
}

}  // namespace

void CheckConsistency(const Graph& graph) {
  const std::string where = "graph " + graph.name;
  if (graph.input >= graph.values.size()) Fail(where, "it has an input");
  for (const Value& value : graph.values) {
    if (value.channels == 0 || value.channels > kMaxChannels) {
      Fail(where + ", value " + value.name, "the channels are in range");
    }
  }
  std::vector<bool> made(graph.values.size(), false);
  made[graph.input] = true;
  for (const Op& op : graph.ops) {
    CheckOrder(graph, op, &made);
    const OpRules rules(graph, op);
    std::visit([&](const auto& kind) { kind.Check(rules); }, op.kind);
  }
  for (const ValueId output : graph.outputs) {
    if (output >= made.size()) Fail(where, "an output id is out of range");
  }
  for (ValueId id = 0; id < made.size(); ++id) {
    if (IsKept(graph, id) && !made[id]) {
      Fail(where + ", value " + graph.values[id].name,
           "a kept value is made by an op");
    }
  }
}

}  // namespace camglass
