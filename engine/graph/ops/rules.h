// What an op sees of the graph around it when it states its rules.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_RULES_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_RULES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

struct Graph;
struct Op;

using ParamId = size_t;  // index into Graph::params

// The channels and params of one op, whose value ids are known to be good.
class OpRules {
 public:
  OpRules(const Graph& graph, const Op& op) : graph_(graph), op_(op) {}

  // Aborts unless the rule holds, naming the graph, the op and the rule.
  void Require(bool holds, const char* rule) const;
  void RequireOneInputOfOutputChannels() const;
  void RequireWindow(size_t side, size_t stride) const;  // in range

  size_t num_inputs() const;
  size_t In(size_t i = 0) const;  // channels of input i
  size_t Out() const;             // channels of the output
  // Whether there is such a param, and it has this shape.
  bool ShapeIs(ParamId id, const std::vector<size_t>& shape) const;

 private:
  const Graph& graph_;
  const Op& op_;
};

// The heights and widths of one op's inputs.
class InputExtents {
 public:
  // `extents`: of all values, by id.
  InputExtents(const Op& op, const std::vector<Extent>& extents)
      : op_(op), extents_(extents) {}

  size_t size() const;
  Extent operator[](size_t i) const;

  // The one extent that all inputs have, or an error.
  StatusOr<Extent> Common() const;
  // What a window op makes of the first input, or an error that tells how large
  // it has to be. `output_of` gives 0 along an axis where an input is too
  // small.
  StatusOr<Extent> Windowed(
      const std::function<Extent(Extent)>& output_of) const;

  // Errors, which name the op.
  Status Takes(const char* what) const;  // and what it gets instead
  Status Mismatch(Extent a, Extent b) const;

 private:
  const Op& op_;
  const std::vector<Extent>& extents_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_RULES_H_
