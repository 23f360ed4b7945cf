// Builds a Graph layer by layer; a network's file reads like its paper.
//
// Each call adds one op named `name`, whose output value has the same name, and
// returns that value. Params are named after the op: NAME.weight, NAME.bias,
// NAME.running_mean, NAME.running_var.
#ifndef CAMGLASS_ENGINE_GRAPH_BUILDER_H_
#define CAMGLASS_ENGINE_GRAPH_BUILDER_H_

#include <string>
#include <vector>

#include "engine/graph/graph.h"

namespace camglass {

struct ConvSpec {
  size_t out_c = 0;
  size_t k = 1;  // square kernels
  size_t stride = 1;
  Padding pad{};
  size_t groups = 1;
  bool bias = true;
};

class GraphBuilder {
 public:
  explicit GraphBuilder(std::string graph_name);

  // The one input, [h, w, channels]; call first.
  ValueId Input(const std::string& name, size_t channels);

  ValueId Conv(const std::string& name, ValueId x, const ConvSpec& spec);
  ValueId BatchNormalize(const std::string& name, ValueId x, double eps);
  // Any op without params whose output has x's channels.
  ValueId Apply(const std::string& name, const OpKind& kind, ValueId x);
  ValueId Activate(const std::string& name, ValueId x, Activation kind);
  ValueId Relu(const std::string& name, ValueId x) {
    return Activate(name, x, Activation::kRelu);
  }
  ValueId Relu6(const std::string& name, ValueId x) {
    return Activate(name, x, Activation::kRelu6);
  }
  ValueId MaxPool2d(const std::string& name, ValueId x, const MaxPool& spec);
  ValueId AvgPool2d(const std::string& name, ValueId x, const AvgPool& spec);
  ValueId LocalResponseNorm(const std::string& name, ValueId x,
                            const Lrn& spec);
  ValueId Sum(const std::string& name, ValueId a, ValueId b);
  ValueId Concatenate(const std::string& name,
                      const std::vector<ValueId>& parts);
  ValueId GlobalMean(const std::string& name, ValueId x);
  ValueId FullyConnected(const std::string& name, ValueId x, size_t out_c);
  ValueId Softmax1d(const std::string& name, ValueId x);
  ValueId Dropout(const std::string& name, ValueId x);

  // Retain `x` to the end of every run.
  void Keep(ValueId x);
  void Output(ValueId x);

  // Channels of a value made so far.
  size_t Channels(ValueId x) const { return graph_.values[x].channels; }

  Graph Build() &&;

 private:
  ParamId AddParam(const std::string& name, std::vector<size_t> shape);
  ValueId AddOp(const std::string& name, const OpKind& kind,
                std::vector<ValueId> inputs, size_t channels);

  Graph graph_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_BUILDER_H_
