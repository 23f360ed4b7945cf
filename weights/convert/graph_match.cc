#include "weights/convert/graph_match.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <variant>

#include "engine/graph/shapes.h"

namespace camglass {
namespace {

constexpr size_t kUnmapped = static_cast<size_t>(-1);

bool IsSquare(const Window& window, size_t k, size_t stride) {
  return window.kh == k && window.kw == k && window.stride_h == stride &&
         window.stride_w == stride;
}

bool IsPad(const Padding& pad, size_t before, size_t after) {
  return pad.rule == Padding::Rule::kExplicit && pad.top == before &&
         pad.left == before && pad.bottom == after && pad.right == after;
}

// Keras's rule for stride 2 on an even size, or the rule itself.
bool IsSamePad(const Window& window) {
  return window.pad.rule == Padding::Rule::kSame ||
         (window.kh == 3 && IsPad(window.pad, 0, 1));
}

bool Near(double a, double b) {
  constexpr double kRelative = 1e-6;  // one is single precision
  return std::abs(a - b) <= kRelative * std::abs(b);
}

std::vector<size_t> DepthsOf(const Graph& graph) {
  std::vector<size_t> depth(graph.values.size(), 0);
  for (const Op& op : graph.ops)
    for (const ValueId input : op.inputs)
      depth[op.output] = std::max(depth[op.output], depth[input] + 1);
  return depth;
}

std::string WantedText(const Net& net, const Op& op) {
  std::string text = std::string(KindName(op.kind)) + " " + op.name;
  if (const auto* conv = std::get_if<Conv2d>(&op.kind)) {
    text += " " + ShapeText(net.graph.params[conv->weight].shape) + " stride " +
            std::to_string(conv->stride);
    text += conv->pad.rule == Padding::Rule::kSame
                ? " pad same"
                : " pad " + std::to_string(conv->pad.top);
    if (conv->pad.bottom != conv->pad.top)
      text += " before and " + std::to_string(conv->pad.bottom) + " after";
  }
  if (const auto* pool = std::get_if<MaxPool>(&op.kind))
    text += " " + std::to_string(pool->k) + "x" + std::to_string(pool->k) +
            " stride " + std::to_string(pool->stride) + " pad " +
            std::to_string(pool->pad) + (pool->ceil ? " rounding up" : "");
  if (const auto* norm = std::get_if<BatchNorm>(&op.kind)) {
    text += " eps ";
    char eps[32];
    std::snprintf(eps, sizeof eps, "%g", norm->eps);
    text += eps;
  }
  return text;
}

class Matcher {
 public:
  Matcher(const LayerGraph& graph, GraphMatch* match)
      : graph_(graph),
        match_(*match),
        net_(match->net),
        layer_of_(net_.graph.values.size(), kUnmapped),
        depth_(DepthsOf(net_.graph)),
        tensor_of_(net_.graph.params.size(), kUnmapped) {}

  void Run() {
    layer_of_[net_.logits] = LogitsOf(graph_);
    const std::vector<Op>& ops = net_.graph.ops;
    for (size_t i = ops.size(); i-- > 0;) {
      const Op& op = ops[i];
      if (layer_of_[op.output] == kUnmapped) continue;  // after the logits
      if (!Step(op)) {
        match_.difference = "it has " +
                            LayerText(graph_, layer_of_[op.output]) +
                            " where the network has " + WantedText(net_, op);
        if (!detail_.empty()) match_.difference += " (" + detail_ + ")";
        return;
      }
      ++match_.matched;
    }
    if (layer_of_[net_.graph.input] != 0) {
      match_.difference = "it has " +
                          LayerText(graph_, layer_of_[net_.graph.input]) +
                          " before the first layer";
      return;
    }
    NameTensors();
  }

 private:
  // Compares the op with the layer it is mapped to and maps its inputs.
  bool Step(const Op& op) {
    const size_t at = layer_of_[op.output];
    const Layer& layer = graph_.layers[at];
    if (std::holds_alternative<Identity>(op.kind)) return Map(op.inputs[0], at);
    if (!std::visit([&](const auto& kind) { return IsLike(kind, layer, op); },
                    op.kind))
      return false;
    if (layer.inputs.size() != op.inputs.size()) return false;
    std::vector<size_t> inputs = layer.inputs;
    if (std::holds_alternative<camglass::Add>(op.kind)) {
      const auto layer_depth = [&](size_t i) {
        return graph_.layers[inputs[i]].depth;
      };
      if ((depth_[op.inputs[0]] < depth_[op.inputs[1]]) !=
          (layer_depth(0) < layer_depth(1)))
        std::swap(inputs[0], inputs[1]);
    }
    for (size_t i = 0; i < inputs.size(); ++i)
      if (!Map(op.inputs[i], inputs[i])) return false;
    return true;
  }

  bool Map(ValueId value, size_t layer) {
    if (layer_of_[value] == kUnmapped) layer_of_[value] = layer;
    if (layer_of_[value] == layer) return true;
    detail_ = "its branches start at " + graph_.layers[layer].title + " and " +
              graph_.layers[layer_of_[value]].title + ", not at one layer";
    return false;
  }

  // The layer's param is the network's, whose shape it must have but for axes
  // of one cell at the end.
  bool Take(ParamId param, const Layer& layer, size_t index) {
    const std::vector<size_t>& wanted = net_.graph.params[param].shape;
    std::vector<size_t> shape = graph_.tensors[layer.params[index]].shape;
    while (shape.size() > wanted.size() && shape.back() == 1) shape.pop_back();
    tensor_of_[param] = layer.params[index];
    return shape == wanted;
  }

  bool TakeBias(const std::optional<ParamId>& bias, const Layer& layer) {
    if (!bias) return layer.params.size() == 1;
    if (layer.params.size() == 1) {
      without_bias_.push_back(*bias);
      return true;
    }
    return Take(*bias, layer, 1);
  }

  bool IsLike(const Conv2d& conv, const Layer& layer, const Op&) {
    if (layer.kind != LayerKind::kConv ||
        !IsSquare(layer.window, conv.kh, conv.stride) ||
        layer.groups != conv.groups)
      return false;
    const bool padded =
        conv.pad.rule == Padding::Rule::kSame
            ? IsSamePad(layer.window)
            : IsPad(layer.window.pad, conv.pad.top, conv.pad.bottom);
    return padded && Take(conv.weight, layer, 0) && TakeBias(conv.bias, layer);
  }

  bool IsLike(const BatchNorm& norm, const Layer& layer, const Op&) {
    return layer.kind == LayerKind::kBatchNorm && Near(layer.eps, norm.eps) &&
           Take(norm.weight, layer, 0) && Take(norm.bias, layer, 1) &&
           Take(norm.mean, layer, 2) && Take(norm.var, layer, 3);
  }

  bool IsLike(const MaxPool& pool, const Layer& layer, const Op& op) {
    const Window& window = layer.window;
    if (layer.kind != LayerKind::kMaxPool ||
        !IsSquare(window, pool.k, pool.stride))
      return false;
    const bool same_pad = IsPad(window.pad, pool.pad, pool.pad);
    if (pool.stride == 1 || window.ceil == pool.ceil) return same_pad;
    if (!pool.ceil) return false;
    // One more cell after the last, rounded down, is the same as rounding up.
    if (pool.stride == 2 && pool.pad == 0 && IsPad(window.pad, 0, 1))
      return true;
    if (!RoundsAlike(pool, window, op)) return false;
    const std::string assumption =
        "the graph's pools round down, the network's round up; at the graph's "
        "own input size that is the same";
    if (match_.assumptions.empty() || match_.assumptions.back() != assumption)
      match_.assumptions.push_back(assumption);
    return true;
  }

  // Whether a pool that rounds down, with whatever cells after the last, makes
  // as many as the network's at the size that the graph was made for.
  bool RoundsAlike(const MaxPool& pool, const Window& window,
                   const Op& op) const {
    const Padding& pad = window.pad;
    if (pad.rule != Padding::Rule::kExplicit || pad.top != pool.pad ||
        pad.left != pool.pad)
      return false;
    const size_t h = graph_.height != 0 ? graph_.height : net_.input_size;
    const size_t w = graph_.width != 0 ? graph_.width : net_.input_size;
    const auto extents = InferExtents(net_.graph, {h, w});
    if (!extents.ok()) return false;
    const Extent in = (*extents)[op.inputs[0]];
    const auto alike = [&](size_t n, size_t before, size_t after) {
      const size_t padded = n + before + after;
      return padded >= pool.k &&
             (padded - pool.k) / pool.stride + 1 ==
                 PoolLength(n, pool.k, pool.stride, pool.pad, true);
    };
    return alike(in.h, pad.top, pad.bottom) && alike(in.w, pad.left, pad.right);
  }

  // An average over the whole map, at the size that the graph was made for.
  bool IsLike(const GlobalAvgPool&, const Layer& layer, const Op& op) {
    if (layer.kind == LayerKind::kGlobalMean) return true;
    if (layer.kind != LayerKind::kAveragePool || !IsPad(layer.window.pad, 0, 0))
      return false;
    const size_t h = graph_.height != 0 ? graph_.height : net_.input_size;
    const size_t w = graph_.width != 0 ? graph_.width : net_.input_size;
    const auto extents = InferExtents(net_.graph, {h, w});
    if (!extents.ok()) return false;
    const Extent map = (*extents)[op.inputs[0]];
    if (map.h != layer.window.kh || map.w != layer.window.kw) return false;
    match_.assumptions.push_back(
        "the graph's last pool of " + std::to_string(map.h) + "x" +
        std::to_string(map.w) +
        " covers the whole map at its input size, so it is a global mean");
    return true;
  }

  bool IsLike(const Dense& dense, const Layer& layer, const Op&) {
    const bool conv = layer.kind == LayerKind::kConv &&
                      IsPad(layer.window.pad, 0, 0) && layer.groups == 1;
    return (conv || layer.kind == LayerKind::kDense) &&
           Take(dense.weight, layer, 0) && TakeBias(dense.bias, layer);
  }

  bool IsLike(const Lrn& lrn, const Layer& layer, const Op&) {
    return layer.kind == LayerKind::kLrn && layer.lrn.size == lrn.size &&
           Near(layer.lrn.alpha, lrn.alpha) && Near(layer.lrn.beta, lrn.beta) &&
           Near(layer.lrn.k, lrn.k);
  }

  bool IsLike(const camglass::Activate& act, const Layer& layer, const Op&) {
    return layer.kind == (act.kind == Activation::kRelu6 ? LayerKind::kRelu6
                                                         : LayerKind::kRelu);
  }

  bool IsLike(const camglass::Add&, const Layer& layer, const Op&) {
    return layer.kind == LayerKind::kAdd;
  }
  bool IsLike(const camglass::Concat&, const Layer& layer, const Op&) {
    return layer.kind == LayerKind::kConcat;
  }
  bool IsLike(const camglass::Softmax&, const Layer& layer, const Op&) {
    return layer.kind == LayerKind::kSoftmax;
  }
  // Ops that no layer of a file is read as.
  template <typename Kind>
  bool IsLike(const Kind&, const Layer&, const Op&) {
    return false;
  }

  void NameTensors() {
    for (ParamId id = 0; id < tensor_of_.size(); ++id) {
      const Param& param = net_.graph.params[id];
      if (tensor_of_[id] == kUnmapped) {
        match_.named.tensors.push_back(
            TensorFromValues(param.name, param.shape, ElementType::kF32,
                             std::vector<float>(param.size())));
        continue;
      }
      CheckpointTensor tensor = graph_.tensors[tensor_of_[id]];
      tensor.name = param.name;
      tensor.shape = param.shape;
      match_.named.tensors.push_back(std::move(tensor));
    }
    if (!without_bias_.empty())
      match_.assumptions.push_back(
          std::to_string(without_bias_.size()) +
          " layers have no bias in the graph; theirs is zero");
  }

  const LayerGraph& graph_;
  GraphMatch& match_;
  const Net& net_;
  std::vector<size_t> layer_of_;   // by ValueId
  std::vector<size_t> depth_;      // by ValueId
  std::vector<size_t> tensor_of_;  // by ParamId
  std::vector<ParamId> without_bias_;
  std::string detail_;
};

size_t DeepestOutput(const LayerGraph& graph) {
  size_t deepest = graph.outputs.front();
  for (const size_t output : graph.outputs)
    if (graph.layers[output].depth > graph.layers[deepest].depth)
      deepest = output;
  return deepest;
}

std::optional<ScoreRule> RuleOf(const Layer& layer) {
  if (layer.kind == LayerKind::kSoftmax) return ScoreRule::kSoftmax;
  if (layer.kind == LayerKind::kSigmoid) return ScoreRule::kSigmoid;
  return std::nullopt;
}

}  // namespace

size_t LogitsOf(const LayerGraph& graph) {
  size_t layer = DeepestOutput(graph);
  while (RuleOf(graph.layers[layer]).has_value())
    layer = graph.layers[layer].inputs.front();
  return layer;
}

std::optional<ScoreRule> ScoresOf(const LayerGraph& graph) {
  return RuleOf(graph.layers[DeepestOutput(graph)]);
}

std::vector<bool> LayersInUse(const LayerGraph& graph) {
  std::vector<bool> used(graph.layers.size(), false);
  std::vector<size_t> waiting = {LogitsOf(graph)};
  while (!waiting.empty()) {
    const size_t layer = waiting.back();
    waiting.pop_back();
    if (used[layer]) continue;
    used[layer] = true;
    for (const size_t input : graph.layers[layer].inputs)
      waiting.push_back(input);
  }
  return used;
}

StatusOr<GraphMatch> MatchGraph(const LayerGraph& graph,
                                const NetConfig& config) {
  GraphMatch match;
  match.config = config;
  CAMGLASS_ASSIGN_OR_RETURN(match.net, BuildNet(config));
  match.named.format = CheckpointFormat::kOnnx;
  Matcher(graph, &match).Run();
  return match;
}

}  // namespace camglass
