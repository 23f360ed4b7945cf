// A network as layers, whatever nodes a file has for them.
//
// Exporters write one layer in many ways: a dense layer as Gemm, as MatMul and
// Add or as a convolution, ReLU6 as Clip or Min, padding as a node of its own,
// channels last between two transpositions. Here each is one layer, and nodes
// that change no number of the network (Identity, Dropout, Flatten of a pooled
// value, Cast, Shape arithmetic) are gone.
#ifndef CAMGLASS_WEIGHTS_ONNX_LAYER_GRAPH_H_
#define CAMGLASS_WEIGHTS_ONNX_LAYER_GRAPH_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/graph/op.h"
#include "weights/checkpoint.h"

namespace camglass {

enum class LayerKind {
  kInput,
  kConv,       // params: weight OIHW, bias if any
  kBatchNorm,  // params: weight, bias, mean, variance
  kRelu,
  kRelu6,
  kMaxPool,
  kAveragePool,
  kGlobalMean,
  kLrn,
  kAdd,     // of two layers
  kConcat,  // along the channels
  kDense,   // params: weight [out, in], bias if any
  kSoftmax,
  kSigmoid,
  kOther,  // none of these: only its name is known
};

// Of a convolution or a pool.
struct Window {
  size_t kh = 1;
  size_t kw = 1;
  size_t stride_h = 1;
  size_t stride_w = 1;
  Padding pad;
  bool ceil = false;
};

struct Layer {
  LayerKind kind = LayerKind::kOther;
  std::string title;           // the node's: "Conv 'layer1.0.conv1'"
  std::vector<size_t> inputs;  // layers
  std::vector<size_t> params;  // in LayerGraph::tensors
  size_t depth = 0;            // layers on the longest way from the input
  Window window;
  size_t groups = 1;
  double eps = 0;  // kBatchNorm
  Lrn lrn;
};

// Channel c of what the network sees, from the input's channel `source`:
//   x[source] * mul + add
struct ChannelStep {
  size_t source = 0;
  double mul = 1;
  double add = 0;
};

struct LayerGraph {
  std::vector<Layer> layers;    // the input first, each after its inputs
  std::vector<size_t> outputs;  // layers, in the file's order
  std::vector<CheckpointTensor> tensors;
  // What happens to the input before the first layer; empty: nothing.
  std::vector<ChannelStep> normalisation;
  size_t height = 0;  // of the input; 0: free
  size_t width = 0;
  std::string producer;            // the exporting program
  std::vector<std::string> notes;  // what the user should know
};

// Fails where there is not one input and at least one output, or where a value
// is used before it is made. Nodes that are not a layer known here become
// kOther.
StatusOr<LayerGraph> ImportLayers(const Checkpoint& checkpoint);

// "Conv 'conv1' [64, 3, 7, 7] stride 2 pad 3", for messages.
std::string LayerText(const LayerGraph& graph, size_t layer);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ONNX_LAYER_GRAPH_H_
