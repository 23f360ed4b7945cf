// A graph in words: ToText and KindName.
#include <cstdio>
#include <string>

#include "engine/graph/graph.h"

namespace camglass {
namespace {

const char* ActivationName(Activation kind) {
  switch (kind) {
    case Activation::kNone:
      return "none";
    case Activation::kRelu:
      return "relu";
    case Activation::kRelu6:
      return "relu6";
  }
  return "none";
}

const char* NameOf(const Conv2d&) { return "conv"; }
const char* NameOf(const BatchNorm&) { return "batchnorm"; }
const char* NameOf(const MaxPool&) { return "maxpool"; }
const char* NameOf(const AvgPool&) { return "avgpool"; }
const char* NameOf(const Lrn&) { return "lrn"; }
const char* NameOf(const Add&) { return "add"; }
const char* NameOf(const Activate& op) { return ActivationName(op.kind); }
const char* NameOf(const Concat&) { return "concat"; }
const char* NameOf(const GlobalAvgPool&) { return "globalavgpool"; }
const char* NameOf(const Dense&) { return "dense"; }
const char* NameOf(const Softmax&) { return "softmax"; }
const char* NameOf(const Identity&) { return "identity"; }

// " key=value"
std::string Attribute(const char* key, const std::string& value) {
  return std::string(" ") + key + "=" + value;
}
std::string Attribute(const char* key, size_t value) {
  return Attribute(key, std::to_string(value));
}
std::string Attribute(const char* key, double value) {
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%g", value);
  return Attribute(key, std::string(digits));
}

// One number where all sides are equal, else top,left,bottom,right.
std::string PaddingText(const Padding& pad) {
  if (pad.rule == Padding::Rule::kSame) return "same";
  std::string top = std::to_string(pad.top);
  if (pad.top == pad.left && pad.top == pad.bottom && pad.top == pad.right) {
    return top;
  }
  return top + "," + std::to_string(pad.left) + "," +
         std::to_string(pad.bottom) + "," + std::to_string(pad.right);
}

std::string AttributesOf(const Conv2d& op) {
  std::string text =
      Attribute("k", std::to_string(op.kh) + "x" + std::to_string(op.kw)) +
      Attribute("stride", op.stride) + Attribute("pad", PaddingText(op.pad)) +
      Attribute("groups", op.groups);
  if (op.bias.has_value()) text += " bias";
  if (op.act != Activation::kNone) {
    text += Attribute("act", std::string(ActivationName(op.act)));
  }
  return text;
}
std::string AttributesOf(const BatchNorm& op) {
  return Attribute("eps", op.eps);
}
template <typename Pool>
std::string PoolAttributes(const Pool& op) {
  return Attribute("k", op.k) + Attribute("stride", op.stride) +
         Attribute("pad", op.pad) + (op.ceil ? " ceil" : "");
}
std::string AttributesOf(const MaxPool& op) { return PoolAttributes(op); }
std::string AttributesOf(const AvgPool& op) {
  return PoolAttributes(op) + (op.count_pad ? " count_pad" : "");
}
std::string AttributesOf(const Lrn& op) {
  return Attribute("size", op.size) +
         Attribute("alpha", static_cast<double>(op.alpha)) +
         Attribute("beta", static_cast<double>(op.beta)) +
         Attribute("k", static_cast<double>(op.k));
}
std::string AttributesOf(const Dense& op) {
  return op.bias.has_value() ? " bias" : "";
}
std::string AttributesOf(const Add&) { return ""; }
std::string AttributesOf(const Activate&) { return ""; }
std::string AttributesOf(const Concat&) { return ""; }
std::string AttributesOf(const GlobalAvgPool&) { return ""; }
std::string AttributesOf(const Softmax&) { return ""; }
std::string AttributesOf(const Identity&) { return ""; }

// "features.3 [128] keep"
std::string ValueText(const Graph& graph, ValueId id) {
  const Value& value = graph.values[id];
  return value.name + " [" + std::to_string(value.channels) + "]" +
         (IsKept(graph, id) ? " keep" : "");
}

std::string OpText(const Graph& graph, const Op& op) {
  std::string text = op.name + ": " + KindName(op.kind);
  text +=
      std::visit([](const auto& kind) { return AttributesOf(kind); }, op.kind);
  text += " (";
  for (size_t i = 0; i < op.inputs.size(); ++i) {
    if (i > 0) text += ", ";
    text += graph.values[op.inputs[i]].name;
  }
  return text + ") -> " + ValueText(graph, op.output);
}

}  // namespace

const char* KindName(const OpKind& kind) {
  return std::visit([](const auto& op) { return NameOf(op); }, kind);
}

std::string ToText(const Graph& graph) {
  std::string text;
  for (const Op& op : graph.ops) text += OpText(graph, op) + "\n";
  return text;
}

}  // namespace camglass
