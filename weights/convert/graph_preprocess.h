// The preprocessing that an exported graph has inside.
#ifndef CAMGLASS_WEIGHTS_CONVERT_GRAPH_PREPROCESS_H_
#define CAMGLASS_WEIGHTS_CONVERT_GRAPH_PREPROCESS_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/status.h"
#include "nets/net.h"
#include "weights/onnx/layer_graph.h"
#include "weights/preprocess.h"

namespace camglass {

struct GraphPreprocess {
  // Nothing where the graph takes its input as it is.
  std::optional<Preprocess> preprocess;  // but for size and resize
  bool transform_input = false;
  std::vector<std::string> evidence;
  std::vector<std::string> assumptions;
};

// Takes the steps before the first layer for the network's preprocessing, so
// that they are done once: by us. A known recipe where they are equal to it.
// Whether the graph expects 0..255 or 0..1, and which order of colours, is told
// from the numbers and said as an assumption. Fails where the steps are no
// scaling and shifting of the three channels.
StatusOr<GraphPreprocess> PreprocessOf(const LayerGraph& graph,
                                       const NetConfig& config);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_GRAPH_PREPROCESS_H_
