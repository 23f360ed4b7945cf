// A network as a list of operations, for any input size.
//
// Ops stand in execution order (each after the producers of its inputs). The
// graph knows channels; heights and widths come from InferExtents (shapes.h)
// once the input's size is known. Ids are indices and never change: passes mark
// what they remove, so an id taken from a builder stays valid.
#ifndef CAMGLASS_ENGINE_GRAPH_GRAPH_H_
#define CAMGLASS_ENGINE_GRAPH_GRAPH_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/release_hint.h"
#include "engine/base/status.h"
#include "engine/graph/op.h"

namespace camglass {

using ValueId = size_t;  // index into Graph::values

// Weights. `data` is null until BindParams; `owner` keeps it alive.
struct Param {
  std::string name;           // the checkpoint's key, torchvision's spelling
  std::vector<size_t> shape;  // OIHW for convolutions, [out][in] for dense
  const float* data = nullptr;
  std::shared_ptr<const void> owner;
  ReleaseHint release = nullptr;  // may be null
  // Row i of the first axis counts times (*row_factors)[i]: a batch norm that
  // was folded, without a second copy of the weights. Null: as they are.
  std::shared_ptr<const std::vector<double>> row_factors;
  bool is_f16 = false;  // f16 holds each element (without factors) exactly

  size_t size() const;      // elements
  size_t row_size() const;  // elements of one index of the first axis

  // Rows [begin, end) of the first axis as they count, the product rounded to
  // f32 once: where they lie if there are no factors, else made in *buffer.
  const float* Rows(size_t begin, size_t end, std::vector<float>* buffer) const;
  // These rows are not read for now. Only a hint.
  void ReleaseRows(size_t begin, size_t end) const;
};

struct Value {
  std::string name;  // of the layer that makes it
  size_t channels = 0;
  bool keep = false;  // never fused away, retained to the end of a run
};

struct Op {
  std::string name;
  OpKind kind;
  std::vector<ValueId> inputs;
  ValueId output = 0;
};

struct Graph {
  std::string name;
  std::vector<Param> params;
  std::vector<Value> values;
  std::vector<Op> ops;
  ValueId input = 0;
  std::vector<ValueId> outputs;  // kept too

  // The value of that name, or values.size().
  ValueId FindValue(const std::string& value_name) const;
  // The param of that name, or params.size().
  ParamId FindParam(const std::string& param_name) const;
};

// What a weight file gives for one name. `data` lives as long as `owner`.
struct ParamData {
  std::vector<size_t> shape;
  const float* data = nullptr;
  std::shared_ptr<const void> owner;
  ReleaseHint release = nullptr;
  bool is_f16 = false;  // as in Param
};
using ParamSource = std::function<StatusOr<ParamData>(const std::string& name)>;

// Gives every param its data. Fails with the name where one is missing or its
// shape differs from what the graph needs.
Status BindParams(const ParamSource& source, Graph* graph);

// Structural faults abort, naming the op: ids out of range, inputs used before
// they are made, a value made twice, a kept value that nothing makes,
// attributes beyond limits.h, channel counts and param shapes that do not fit
// the op.
void CheckConsistency(const Graph& graph);

// Which values an op makes, or the caller (the input); false for the values
// that passes have removed. Indexed by ValueId.
std::vector<bool> ProducedValues(const Graph& graph);

// How many op inputs read each value; an op that reads it twice counts twice.
std::vector<size_t> ReaderCounts(const Graph& graph);

// Whether a value must survive every pass and be there after a run.
bool IsKept(const Graph& graph, ValueId value);

// One line an op: name, kind with attributes, inputs, output. For people.
std::string ToText(const Graph& graph);

// The op's kind in one word: "conv", "maxpool", ...
const char* KindName(const OpKind& kind);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_GRAPH_H_
