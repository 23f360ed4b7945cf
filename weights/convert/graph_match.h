// Holds the layers of an exported graph against a network of ours.
#ifndef CAMGLASS_WEIGHTS_CONVERT_GRAPH_MATCH_H_
#define CAMGLASS_WEIGHTS_CONVERT_GRAPH_MATCH_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "nets/net.h"
#include "weights/onnx/layer_graph.h"
#include "weights/score_rule.h"

namespace camglass {

struct GraphMatch {
  NetConfig config;  // the variant's, with the options that the graph shows
  Net net;
  Checkpoint named;        // the tensors under the network's keys, in its order
  size_t matched = 0;      // layers that are alike, from the end
  std::string difference;  // the first that are not, both named; else empty
  std::vector<std::string> assumptions;
};

// The layer that the classes' logits come from: the deepest output, below a
// softmax or sigmoid.
size_t LogitsOf(const LayerGraph& graph);

// What follows the logits; none where the graph ends with them.
std::optional<ScoreRule> ScoresOf(const LayerGraph& graph);

// The layers that the logits need, marked.
std::vector<bool> LayersInUse(const LayerGraph& graph);

// Walks both from the logits to the input. Layers match by position alone;
// names count for nothing. The two operands of a sum are told apart by their
// depth.
StatusOr<GraphMatch> MatchGraph(const LayerGraph& graph,
                                const NetConfig& config);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_GRAPH_MATCH_H_
