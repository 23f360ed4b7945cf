#include "weights/convert/graph_facts.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "nets/network.h"
#include "weights/convert/graph_match.h"

namespace camglass {
namespace {

// The decimal number that was rounded to single precision: 1e-05.
double Decimal(double rounded) {
  char text[32];
  std::snprintf(text, sizeof text, "%.7g", rounded);
  return std::strtod(text, nullptr);
}

std::vector<const Layer*> Used(const LayerGraph& graph) {
  const std::vector<bool> in_use = LayersInUse(graph);
  std::vector<const Layer*> layers;
  for (size_t i = 0; i < in_use.size(); ++i)
    if (in_use[i]) layers.push_back(&graph.layers[i]);
  std::stable_sort(
      layers.begin(), layers.end(),
      [](const Layer* a, const Layer* b) { return a->depth < b->depth; });
  return layers;
}

const std::vector<size_t>& WeightShape(const LayerGraph& graph,
                                       const Layer& layer) {
  return graph.tensors[layer.params.front()].shape;
}

size_t CountOf(const std::vector<const Layer*>& layers, LayerKind kind) {
  return static_cast<size_t>(
      std::count_if(layers.begin(), layers.end(),
                    [&](const Layer* layer) { return layer->kind == kind; }));
}

void NoteConv(const LayerGraph& graph, const Layer& conv, GraphFacts* facts) {
  const Window& window = conv.window;
  const Padding& pad = window.pad;
  const bool one_after =
      pad.top == 0 && pad.left == 0 && pad.bottom == 1 && pad.right == 1;
  if (window.kh == 5) facts->real_5x5 = true;
  if (window.stride_h == 2 && window.kh == 3)
    facts->same_padding =
        facts->same_padding || one_after || pad.rule == Padding::Rule::kSame;
  facts->head_pad = pad.top;
  facts->classes = WeightShape(graph, conv)[0];
}

// The convolution that a layer's values come from, through norm and ReLU.
const Layer* ConvBelow(const LayerGraph& graph, size_t at) {
  const Layer* layer = &graph.layers[at];
  while (layer->kind == LayerKind::kBatchNorm ||
         layer->kind == LayerKind::kRelu || layer->kind == LayerKind::kRelu6)
    layer = &graph.layers[layer->inputs.front()];
  return layer->kind == LayerKind::kConv ? layer : nullptr;
}

bool IsBottleneck(const LayerGraph& graph, const Layer& add) {
  const size_t a = add.inputs[0];
  const size_t b = add.inputs[1];
  const size_t deep = graph.layers[a].depth > graph.layers[b].depth ? a : b;
  const Layer* conv = ConvBelow(graph, deep);
  return conv != nullptr && conv->window.kh == 1;
}

bool IsPreActivation(const LayerGraph& graph,
                     const std::vector<const Layer*>& layers) {
  return std::any_of(layers.begin(), layers.end(), [&](const Layer* layer) {
    return layer->kind == LayerKind::kBatchNorm &&
           graph.layers[layer->inputs.front()].kind == LayerKind::kAdd;
  });
}

const char* YesNo(bool value) { return value ? "yes" : "no"; }

}  // namespace

GraphFacts FactsOf(const LayerGraph& graph) {
  GraphFacts facts;
  const std::vector<const Layer*> layers = Used(graph);
  const auto act =
      std::find_if(layers.begin(), layers.end(), [](const Layer* layer) {
        return layer->kind == LayerKind::kRelu ||
               layer->kind == LayerKind::kRelu6;
      });
  facts.relu6 = act != layers.end() && (*act)->kind == LayerKind::kRelu6;
  for (const Layer* layer : layers) {
    if (layer->kind == LayerKind::kBatchNorm && !facts.batch_norm) {
      facts.batch_norm = true;
      facts.bn_eps = Decimal(layer->eps);
    }
    if (layer->kind == LayerKind::kLrn) facts.lrn = true;
    if (layer->kind == LayerKind::kMaxPool && layer->window.stride_h == 2)
      facts.last_pool_k = layer->window.kh;
    if (layer->kind == LayerKind::kConv) NoteConv(graph, *layer, &facts);
    if (layer->kind == LayerKind::kDense)
      facts.classes = WeightShape(graph, *layer)[0];
    if (layer->kind == LayerKind::kGlobalMean ||
        layer->kind == LayerKind::kAveragePool)
      facts.head_relu =
          graph.layers[layer->inputs.front()].kind == LayerKind::kRelu;
  }
  return facts;
}

NetConfig Applied(const GraphFacts& facts, NetConfig config) {
  const Network& network = NetworkOf(config);
  config.classes = facts.classes;
  if (network.Has(NetOption::kBatchNorm)) {
    config.batch_norm = facts.batch_norm;
    if (facts.batch_norm) config.bn_eps = facts.bn_eps;
  }
  if (network.Has(NetOption::kPadding))
    config.same_padding = facts.same_padding;
  if (network.Has(NetOption::kRelu6)) config.relu6 = facts.relu6;
  if (network.Has(NetOption::kLrn)) config.lrn = facts.lrn;
  if (network.Has(NetOption::kReal5x5)) config.real_5x5 = facts.real_5x5;
  if (network.Has(NetOption::kPool4)) config.pool4_k = facts.last_pool_k;
  if (network.Has(NetOption::kHeadPad)) config.head_pad = facts.head_pad;
  if (network.Has(NetOption::kHeadRelu)) config.head_relu = facts.head_relu;
  return config;
}

std::vector<std::string> OtherThan(const GraphFacts& facts,
                                   const NetConfig& variant) {
  const NetConfig found = Applied(facts, variant);
  std::vector<std::string> others;
  if (found.same_padding != variant.same_padding)
    others.emplace_back(found.same_padding ? "padding same"
                                           : "padding symmetric");
  if (found.relu6 != variant.relu6)
    others.emplace_back(found.relu6 ? "ReLU6" : "ReLU, not ReLU6");
  if (found.lrn != variant.lrn)
    others.emplace_back(found.lrn ? "local response norm"
                                  : "no local response norm");
  if (found.real_5x5 != variant.real_5x5)
    others.emplace_back(found.real_5x5 ? "5x5 branches" : "no 5x5 branches");
  if (found.pool4_k != variant.pool4_k)
    others.push_back("a fourth pool of " + std::to_string(found.pool4_k) + "x" +
                     std::to_string(found.pool4_k));
  if (found.head_pad != variant.head_pad)
    others.push_back("padding " + std::to_string(found.head_pad) +
                     " at the class convolution");
  return others;
}

std::vector<std::string> FactLines(const NetConfig& config) {
  const Network& network = NetworkOf(config);
  std::vector<std::string> lines;
  char eps[32];
  std::snprintf(eps, sizeof eps, "%g", config.bn_eps);
  if (network.Has(NetOption::kBatchNorm))
    lines.push_back(config.batch_norm
                        ? std::string("the graph's batch norm has eps ") + eps
                        : std::string("no batch norm in the graph: it is "
                                      "folded into the convolutions, or the "
                                      "network has none"));
  if (network.Has(NetOption::kPadding))
    lines.emplace_back(
        config.same_padding
            ? "convolutions of stride 2 pad none before and one after in the "
              "graph: padding same"
            : "convolutions of stride 2 pad one on each side in the graph: "
              "padding symmetric");
  if (network.Has(NetOption::kRelu6))
    lines.push_back(std::string("activations in the graph are ") +
                    (config.relu6 ? "ReLU6" : "ReLU"));
  if (network.Has(NetOption::kLrn))
    lines.push_back(std::string("in the graph: local response norm ") +
                    YesNo(config.lrn));
  if (network.Has(NetOption::kReal5x5))
    lines.push_back(std::string("in the graph: 5x5 branches ") +
                    YesNo(config.real_5x5));
  if (network.Has(NetOption::kPool4))
    lines.push_back("in the graph: fourth pool " +
                    std::to_string(config.pool4_k) + "x" +
                    std::to_string(config.pool4_k));
  if (network.Has(NetOption::kHeadRelu))
    lines.push_back(std::string("in the graph ") +
                    (config.head_relu ? "a" : "no") +
                    " ReLU follows the class convolution");
  if (network.Has(NetOption::kHeadPad))
    lines.push_back("in the graph the class convolution has padding " +
                    std::to_string(config.head_pad));
  return lines;
}

std::string HeadRefusal(const LayerGraph& graph) {
  std::vector<const Layer*> dense;
  for (const Layer* layer : Used(graph))
    if (layer->kind == LayerKind::kDense) dense.push_back(layer);
  if (dense.size() < 2) return "";
  const auto text = [&](const Layer* layer) {
    return layer->title + " " + ShapeText(WeightShape(graph, *layer));
  };
  return "its head has more than one layer (" + text(dense[0]) + ", " +
         text(dense[1]) +
         "); a class activation map is defined for a head of one linear layer "
         "only";
}

std::string NameForeignGraph(const LayerGraph& graph) {
  const std::vector<const Layer*> layers = Used(graph);
  const size_t sums = CountOf(layers, LayerKind::kAdd);
  const auto first_of = [&](LayerKind kind) {
    const auto found =
        std::find_if(layers.begin(), layers.end(),
                     [&](const Layer* layer) { return layer->kind == kind; });
    return found == layers.end() ? nullptr : *found;
  };
  const Layer* conv = first_of(LayerKind::kConv);
  if (sums == 0 || conv == nullptr) return "";
  const bool depthwise =
      std::any_of(layers.begin(), layers.end(),
                  [](const Layer* layer) { return layer->groups > 1; });
  const size_t width = WeightShape(graph, *conv)[0];
  if (depthwise && width != 32)
    return "a MobileNet of another width (" + std::to_string(width) +
           " first channels, not 32)";
  if (depthwise) return "";
  if (IsPreActivation(graph, layers))
    return "a ResNet with pre-activation blocks (v2), whose features are not "
           "the last sum but a batch norm after it";
  if (IsBottleneck(graph, *first_of(LayerKind::kAdd)))
    return "a ResNet with bottleneck blocks (50 or deeper)";
  constexpr size_t kBlocksOf18 = 8;
  if (sums != kBlocksOf18)
    return "a ResNet of another depth (" + std::to_string(sums) +
           " residual blocks, not 8)";
  if (width != 64)
    return "a ResNet of another width (" + std::to_string(width) +
           " first channels, not 64)";
  return "";
}

}  // namespace camglass
