// The preprocessing that an exported graph has inside.
#ifndef CAMGLASS_WEIGHTS_CONVERT_GRAPH_PREPROCESS_H_
#define CAMGLASS_WEIGHTS_CONVERT_GRAPH_PREPROCESS_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "nets/net.h"
#include "weights/onnx/layer_graph.h"
#include "weights/preprocess.h"

namespace camglass {

struct GraphPreprocess {
  // Nothing where the graph takes its input as it is, but for `turns_order`.
  std::optional<Preprocess> preprocess;  // but for size and resize
  bool transform_input = false;
  bool turns_order = false;  // of colours, and does nothing else
  // Steps that no usual range of pixels suits: why, and what to do. Empty where
  // they are understood.
  std::string unclear;
  std::vector<std::string> evidence;
  std::vector<std::string> assumptions;
};

// Takes the steps before the first layer for the network's preprocessing, so
// that they are done once: by us. A known recipe where they are equal to it.
//
// A graph does not say whether its pixels are 0..255 or 0..1: the one range is
// taken for which each channel's mean is one that pixels can have and the
// network's values lie in a usual range; `unclear` where none or both fit.
// Colours are red first unless the numbers are a recipe's that has blue first,
// the graph turns them round, or the variant is Caffe's. Both are said as
// assumptions. Fails where the steps do not just scale and shift the three
// channels.
StatusOr<GraphPreprocess> PreprocessOf(const LayerGraph& graph,
                                       const NetConfig& config);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_GRAPH_PREPROCESS_H_
