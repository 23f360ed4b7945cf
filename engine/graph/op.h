// The operations of a graph. A closed list: adding one is a compile error in
// every std::visit until it is handled (shapes, reference, plan, dump).
//
// Attributes only; which values an op reads and writes is in Op (graph.h).
#ifndef CAMGLASS_ENGINE_GRAPH_OP_H_
#define CAMGLASS_ENGINE_GRAPH_OP_H_

#include <cstddef>
#include <optional>
#include <variant>

namespace camglass {

using ParamId = size_t;  // index into Graph::params

enum class Activation { kNone, kRelu, kRelu6 };

// How many zeros surround the input of a window op. kSame is TensorFlow's rule,
// computed from the actual size: out = ceil(in / stride), and of the zeros
// needed the smaller half goes before.
struct Padding {
  enum class Rule { kExplicit, kSame };
  Rule rule = Rule::kExplicit;
  size_t top = 0;
  size_t left = 0;
  size_t bottom = 0;
  size_t right = 0;

  static Padding Same() { return {Rule::kSame, 0, 0, 0, 0}; }
  static Padding All(size_t n) { return {Rule::kExplicit, n, n, n, n}; }
};

// y = act(conv(x, weight) + bias [+ residual]); weight [out_c][in_c/groups][kh]
// [kw] (OIHW). The residual, where there is one, is the op's second input.
struct Conv2d {
  size_t out_c = 0;
  size_t kh = 1;
  size_t kw = 1;
  size_t stride = 1;
  Padding pad;
  size_t groups = 1;
  ParamId weight = 0;
  std::optional<ParamId> bias;
  Activation act = Activation::kNone;
};

// y = (x - mean) / sqrt(var + eps) * weight + bias, per channel.
struct BatchNorm {
  ParamId weight = 0;
  ParamId bias = 0;
  ParamId mean = 0;
  ParamId var = 0;
  double eps = 1e-5;
};

// Square windows. Padding never wins a maximum. With `ceil` the last, partial
// window counts too, unless it would start beyond the input and its padding.
struct MaxPool {
  size_t k = 1;
  size_t stride = 1;
  size_t pad = 0;
  bool ceil = false;
};

// As MaxPool. The sum is divided by the cells inside the input, or, with
// `count_pad`, by those inside the padded input (PyTorch's count_include_pad).
struct AvgPool {
  size_t k = 1;
  size_t stride = 1;
  size_t pad = 0;
  bool ceil = false;
  bool count_pad = false;
};

// Across channels: y = x / (k + alpha / size * sum x^2)^beta, the sum over the
// `size` (odd) channels around, fewer at the ends.
struct Lrn {
  size_t size = 5;
  float alpha = 1e-4f;
  float beta = 0.75f;
  float k = 1.0f;
};

struct Add {};  // two inputs of one shape
struct Activate {
  Activation kind = Activation::kRelu;
};
struct Concat {};         // along channels, two or more inputs
struct GlobalAvgPool {};  // mean over h and w: [1, 1, c]

// On [1, 1, c]: y = weight x + bias; weight [out_c][in_c].
struct Dense {
  size_t out_c = 0;
  ParamId weight = 0;
  std::optional<ParamId> bias;
};

struct Softmax {};   // over the channels of each pixel, maximum subtracted
struct Identity {};  // dropout at inference

using OpKind =
    std::variant<Conv2d, BatchNorm, MaxPool, AvgPool, Lrn, Add, Activate,
                 Concat, GlobalAvgPool, Dense, Softmax, Identity>;

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OP_H_
