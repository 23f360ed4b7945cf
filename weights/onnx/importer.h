// Inside ImportLayers: takes a graph's nodes one after the other.
#ifndef CAMGLASS_WEIGHTS_ONNX_IMPORTER_H_
#define CAMGLASS_WEIGHTS_ONNX_IMPORTER_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/limits.h"
#include "weights/onnx/input_steps.h"
#include "weights/onnx/layer_graph.h"
#include "weights/onnx/onnx_graph.h"

namespace camglass {

class Importer {
 public:
  Importer(const OnnxGraph& graph, const Checkpoint& checkpoint);

  Status SetInput(const OnnxInput& input);
  Status AddNode(const OnnxNode& node);
  StatusOr<LayerGraph> Finish() &&;

 private:
  // The value of a name that is not a constant.
  struct Value {
    enum class Kind {
      kNothing,  // made, but of no use to a layer
      kSteps,    // the input, or channels made of it
      kLayer,
      kShape,  // numbers about sizes
    };
    Kind kind = Kind::kNothing;
    InputSteps steps;
    size_t layer = 0;
    bool channels_last = false;  // kLayer
    bool pooled = false;         // kLayer: one number a channel
    // kLayer: averaged along one of two axes, 0 the height, which may be gone.
    std::optional<size_t> half_mean;
    bool half_mean_keeps_axis = false;
    std::optional<Padding> pad;  // zeros around it that a window will take in
  };
  using Values = std::vector<Value>;  // of a node's outputs; empty: no layer
  using Handler = Values (Importer::*)(const OnnxNode&);

  static const std::map<std::string, Handler>& Handlers();

  // import_windows.cc
  Values Conv(const OnnxNode& node);
  Values Pool(const OnnxNode& node);
  Values GlobalMean(const OnnxNode& node);
  Values ReduceMean(const OnnxNode& node);
  Values Pad(const OnnxNode& node);
  // import_arithmetic.cc
  Values Normalize(const OnnxNode& node);
  Values Add(const OnnxNode& node);
  Values Scale(const OnnxNode& node);
  Values Gemm(const OnnxNode& node);
  Values MatMul(const OnnxNode& node);
  Values Relu(const OnnxNode& node);
  Values Clip(const OnnxNode& node);
  Values Bound(const OnnxNode& node);
  Values Lrn(const OnnxNode& node);
  Values Softmax(const OnnxNode& node);
  Values Sigmoid(const OnnxNode& node);
  // import_rearranging.cc
  Values Alias(const OnnxNode& node);
  Values Cast(const OnnxNode& node);
  Values CastLike(const OnnxNode& node);
  Values Dropout(const OnnxNode& node);
  Values Flatten(const OnnxNode& node);
  Values Transpose(const OnnxNode& node);
  Values Concat(const OnnxNode& node);
  Values Gather(const OnnxNode& node);
  Values Slice(const OnnxNode& node);
  Values Split(const OnnxNode& node);
  Values Shape(const OnnxNode& node);

  // import_integers.cc: whether the node made a constant of constants.
  bool FoldIntegers(const OnnxNode& node);
  // import_constants.cc: the same of what FoldIntegers leaves.
  bool FoldConstants(const OnnxNode& node);
  std::optional<OnnxConstant> ShapeOfConstant(const OnnxNode& node) const;
  std::optional<OnnxConstant> Expanded(const OnnxNode& node);
  std::optional<OnnxConstant> CastConstant(const OnnxNode& node) const;
  std::optional<OnnxConstant> ReshapedConstant(const OnnxNode& node);
  std::optional<OnnxConstant> ComputedConstant(const OnnxNode& node);
  std::optional<std::vector<size_t>> NewShape(
      const OnnxNode& node, const std::vector<size_t>& shape) const;

  // What a Slice takes of an axis of `count` entries.
  struct Sliced {
    int64_t axis = 0;
    std::vector<int64_t> at;
  };
  std::optional<Sliced> SliceIndices(const OnnxNode& node, size_t count) const;

  // The node's input of that index; null where it is none, or not of the kind.
  const Value* FindValue(const OnnxNode& node, size_t index) const;
  const OnnxConstant* FindConstant(const OnnxNode& node, size_t index) const;
  // The same, of a layer without zeros around it, of some steps likewise, and
  // of a constant of numbers.
  const Value* LayerInput(const OnnxNode& node, size_t index) const;
  const Value* StepsInput(const OnnxNode& node, size_t index) const;
  std::optional<size_t> TensorInput(const OnnxNode& node, size_t index) const;
  std::optional<float> ScalarInput(const OnnxNode& node, size_t index) const;
  // Whole numbers that are an attribute in old opsets and an input in new ones.
  std::optional<std::vector<int64_t>> Ints(const OnnxNode& node,
                                           const std::string& attribute,
                                           size_t index) const;
  // Along which axis of four the value's channels lie.
  static bool IsChannelAxis(int64_t axis, bool channels_last);

  // The layer that a window op reads: of a layer's value or the input's.
  std::optional<size_t> WindowInput(const OnnxNode& node);
  std::optional<Window> WindowOf(const OnnxNode& node, size_t kh, size_t kw);
  bool UseSteps(const InputSteps& steps);
  Values NormalizeSteps(const Value& value, const OnnxNode& node,
                        const std::vector<size_t>& params);
  Values AddBias(const OnnxNode& node, size_t value_index);
  Values StepBy(const OnnxNode& node, size_t value_index);

  size_t AddTensor(CheckpointTensor tensor);
  // Whether so many more elements may be looked at or made: as many as the
  // file has, whatever its nodes repeat.
  bool Afford(size_t elements);
  // The matrix the other way round, made once however many nodes ask for it.
  // Nothing where it is not a matrix, or too large to afford.
  std::optional<size_t> Transposed(size_t tensor);
  static Value LayerValue(size_t layer, bool pooled = false);
  size_t AddLayer(const OnnxNode& node, Layer layer);
  // The value of a new layer of the kind on top of `below`.
  Values On(const Value& below, const OnnxNode& node, Layer layer);
  Value OtherLayer(const OnnxNode& node);
  // Whether the value a CastLike is to resemble is of real numbers.
  bool IsReal(const OnnxNode& node, size_t index) const;
  Status CheckInputs(const OnnxNode& node) const;
  bool IsShapeArithmetic(const OnnxNode& node) const;
  void Note(const std::string& note);

  LayerGraph result_;
  std::vector<std::string> output_names_;
  std::map<std::string, OnnxConstant> constants_;
  std::map<std::string, Value> values_;
  std::optional<std::vector<ChannelStep>> used_steps_;
  bool input_is_real_ = true;
  std::string refusal_;  // why the graph can't be used at all; mostly empty
  std::map<size_t, size_t> transposed_;  // tensors, by what they were made of
  size_t elements_left_ = limits::kExtraElements;
};

// An attribute's whole number or numbers, or what counts without it.
int64_t IntOf(const OnnxNode& node, const std::string& name, int64_t otherwise);
float FloatOf(const OnnxNode& node, const std::string& name, float otherwise);
std::string TextOf(const OnnxNode& node, const std::string& name);
std::vector<int64_t> IntsOf(const OnnxNode& node, const std::string& name,
                            const std::vector<int64_t>& otherwise);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ONNX_IMPORTER_H_
