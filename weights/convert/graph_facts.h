// What an exported graph shows of a network's options and relatives.
#ifndef CAMGLASS_WEIGHTS_CONVERT_GRAPH_FACTS_H_
#define CAMGLASS_WEIGHTS_CONVERT_GRAPH_FACTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "nets/net.h"
#include "weights/onnx/layer_graph.h"

namespace camglass {

// Facts of the layers that the logits need.
struct GraphFacts {
  bool batch_norm = false;
  double bn_eps = 1e-5;  // of the first
  bool relu6 = false;    // the first activation
  bool lrn = false;
  bool real_5x5 = false;
  bool same_padding = false;  // at stride 2: nothing before, one cell after
  size_t last_pool_k = 3;     // of the last maximum pool with a stride
  size_t head_pad = 0;        // of the last convolution
  bool head_relu = false;     // right before the mean over the map
  size_t classes = 0;         // outputs of the last layer with weights; 0: none
};

GraphFacts FactsOf(const LayerGraph& graph);

// The variant's config with the options that the graph shows.
NetConfig Applied(const GraphFacts& facts, NetConfig config);

// Options in which the graph is not the variant: those that decide about the
// layers, each in words ("padding same"). Folded batch norm and eps are none.
std::vector<std::string> OtherThan(const GraphFacts& facts,
                                   const NetConfig& variant);

// One line for each option that the architecture has.
std::vector<std::string> FactLines(const NetConfig& config);

// A head of several dense layers, as the reason to refuse it; else empty.
std::string HeadRefusal(const LayerGraph& graph);

// A relative of a known network that the graph is ("a deeper ResNet"); empty
// where none is recognised.
std::string NameForeignGraph(const LayerGraph& graph);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_GRAPH_FACTS_H_
