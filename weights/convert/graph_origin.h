// Graphs that a runtime has changed for its own use.
#ifndef CAMGLASS_WEIGHTS_CONVERT_GRAPH_ORIGIN_H_
#define CAMGLASS_WEIGHTS_CONVERT_GRAPH_ORIGIN_H_

#include <string>

#include "weights/onnx/onnx_graph.h"

namespace camglass {

// Why the graph's layers are no longer those of a network, and what to convert
// instead: it is quantised, or optimised for one machine. Else empty.
std::string ChangedForUse(const OnnxGraph& graph);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_GRAPH_ORIGIN_H_
