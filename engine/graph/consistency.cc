// CheckConsistency: the rules that every graph obeys, and every pass keeps.
#include <string>

#include "engine/graph/graph.h"
#include "engine/graph/limits.h"

namespace camglass {
namespace {

[[noreturn]] void Fail(const std::string& where, const char* rule) {
  CheckFailed(__FILE__, __LINE__, (where + ": " + rule).c_str());
}

// One op against the rules of its kind. Its value ids are known to be good.
class OpRules {
 public:
  OpRules(const Graph& graph, const Op& op) : graph_(graph), op_(op) {}

  void operator()(const Conv2d& conv) const {
    Require(op_.inputs.size() == 1 || op_.inputs.size() == 2,
            "a convolution has one input, or two with a residual");
    CheckWindow(conv.kh, conv.stride);
    CheckWindow(conv.kw, conv.stride);
    CheckPadding(conv.pad);
    Require(conv.groups > 0 && In() % conv.groups == 0 &&
                conv.out_c % conv.groups == 0,
            "groups divide the channels");
    Require(ShapeIs(conv.weight,
                    {conv.out_c, In() / conv.groups, conv.kh, conv.kw}),
            "weight is [out_c][in_c / groups][kh][kw]");
    Require(!conv.bias || ShapeIs(*conv.bias, {conv.out_c}), "bias is [out_c]");
    Require(op_.inputs.size() == 1 || Channels(op_.inputs[1]) == conv.out_c,
            "the residual has the output's channels");
    Require(Out() == conv.out_c, "the output has out_c channels");
  }

  void operator()(const BatchNorm& norm) const {
    RequireOneInputOfOutputChannels();
    for (const ParamId id : {norm.weight, norm.bias, norm.mean, norm.var}) {
      Require(ShapeIs(id, {In()}), "batch norm's params are [channels]");
    }
  }

  void operator()(const MaxPool& pool) const { CheckPool(pool); }
  void operator()(const AvgPool& pool) const { CheckPool(pool); }

  void operator()(const Lrn& lrn) const {
    RequireOneInputOfOutputChannels();
    Require(lrn.size % 2 == 1 && lrn.size <= kMaxWindow, "size is odd");
  }

  void operator()(const Add&) const {
    Require(op_.inputs.size() == 2, "an add has two inputs");
    Require(
        Channels(op_.inputs[0]) == Out() && Channels(op_.inputs[1]) == Out(),
        "all have the same channels");
  }

  void operator()(const Activate& act) const {
    RequireOneInputOfOutputChannels();
    Require(act.kind != Activation::kNone, "an activation op activates");
  }

  void operator()(const Concat&) const {
    Require(op_.inputs.size() >= 2, "a concat has two or more inputs");
    size_t total = 0;
    for (const ValueId input : op_.inputs) total += Channels(input);
    Require(total == Out(), "the output has all inputs' channels");
  }

  void operator()(const GlobalAvgPool&) const {
    RequireOneInputOfOutputChannels();
  }

  void operator()(const Dense& dense) const {
    Require(op_.inputs.size() == 1, "one input");
    Require(ShapeIs(dense.weight, {dense.out_c, In()}),
            "weight is [out_c][in_c]");
    Require(!dense.bias || ShapeIs(*dense.bias, {dense.out_c}),
            "bias is [out_c]");
    Require(Out() == dense.out_c, "the output has out_c channels");
  }

  void operator()(const Softmax&) const { RequireOneInputOfOutputChannels(); }
  void operator()(const Identity&) const { RequireOneInputOfOutputChannels(); }

 private:
  void Require(bool holds, const char* rule) const {
    if (!holds) Fail("graph " + graph_.name + ", op " + op_.name, rule);
  }

  size_t Channels(ValueId id) const { return graph_.values[id].channels; }
  size_t In() const { return Channels(op_.inputs[0]); }
  size_t Out() const { return Channels(op_.output); }

  bool ShapeIs(ParamId id, const std::vector<size_t>& shape) const {
    return id < graph_.params.size() && graph_.params[id].shape == shape;
  }

  void RequireOneInputOfOutputChannels() const {
    Require(op_.inputs.size() == 1, "one input");
    Require(In() == Out(), "input and output have the same channels");
  }

  void CheckWindow(size_t k, size_t stride) const {
    Require(k > 0 && k <= kMaxWindow, "the window's side is in range");
    Require(stride > 0 && stride <= kMaxWindow, "the stride is in range");
  }

  void CheckPadding(const Padding& pad) const {
    Require(pad.top <= kMaxWindow && pad.left <= kMaxWindow &&
                pad.bottom <= kMaxWindow && pad.right <= kMaxWindow,
            "the padding is in range");
  }

  // Half a window of padding at most, so that no window lies outside the input.
  template <typename Pool>
  void CheckPool(const Pool& pool) const {
    RequireOneInputOfOutputChannels();
    CheckWindow(pool.k, pool.stride);
    Require(pool.pad <= pool.k / 2, "padding is at most half the window");
  }

  const Graph& graph_;
  const Op& op_;
};

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
    std::visit(OpRules(graph, op), op.kind);
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
