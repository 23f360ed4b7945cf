// An ONNX graph as its file has it, checked and free of protobuf.
#ifndef CAMGLASS_WEIGHTS_ONNX_ONNX_GRAPH_H_
#define CAMGLASS_WEIGHTS_ONNX_ONNX_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace camglass {

// Whether a TensorProto.DataType is one of floats.
inline bool IsRealOnnxType(int64_t type) {
  constexpr int64_t kFloat = 1;
  constexpr int64_t kFloat16 = 10;
  constexpr int64_t kDouble = 11;
  constexpr int64_t kBfloat16 = 16;
  return type == kFloat || type == kFloat16 || type == kDouble ||
         type == kBfloat16;
}

// A constant: an initialiser or what a Constant node makes.
struct OnnxConstant {
  std::optional<size_t> tensor;  // in Checkpoint::tensors
  std::vector<int64_t> ints;     // of a short integer one: shapes, axes
  std::vector<size_t> shape;     // of the ints
};

// Whichever the attribute has. A tensor of one whole number stands in `ints`.
struct OnnxAttribute {
  int64_t i = 0;
  float f = 0;
  std::string s;
  std::vector<int64_t> ints;
  std::vector<float> floats;
};

struct OnnxNode {
  std::string name;  // may be empty
  std::string op;    // "Conv"; with "DOMAIN." before it outside of ONNX's own
  std::vector<std::string> inputs;  // empty text: an optional one left out
  std::vector<std::string> outputs;
  std::map<std::string, OnnxAttribute> attributes;

  // "Conv 'layer1.0.conv1'", for messages.
  std::string Title() const;
};

struct OnnxInput {
  std::string name;
  std::vector<size_t> shape;  // 0 where a side is free
  bool is_real = true;        // of floats, of whatever size
};

struct OnnxGraph {
  std::string producer;           // "pytorch", ...
  int64_t opset = 0;              // of ONNX's own domain
  std::vector<OnnxInput> inputs;  // without those that are initialisers
  std::vector<std::string> outputs;
  std::vector<OnnxNode> nodes;  // each after the makers of its inputs
  std::map<std::string, OnnxConstant> constants;
};

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ONNX_ONNX_GRAPH_H_
