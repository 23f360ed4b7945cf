// What the tests of single passes share: short forms to build a graph for one
// case, to run a pass on it, and to look at what came out.
#ifndef CAMGLASS_TESTS_GRAPH_PASS_CASE_H_
#define CAMGLASS_TESTS_GRAPH_PASS_CASE_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/graph/builder.h"
#include "tests/graph/same_values.h"
#include "tests/graph/small_graphs.h"

namespace camglass {

inline constexpr size_t kChannels = 4;

inline Tensor Input() { return RandomTensor(7, 5, 6, kChannels); }

// What `pass` makes of the graph, its params being random.
template <typename Pass>
Graph Apply(const Pass& pass, Graph graph) {
  BindRandomParams(1, &graph);
  Graph changed = graph;
  pass(&changed);
  EXPECT_LE(WorstDifference(graph, changed, Input()), 1.0);
  EXPECT_EQ(changed.values.size(), graph.values.size());
  return changed;
}

inline const Op& OpOf(const Graph& graph, const std::string& name) {
  return graph.ops.at(FindOp(graph, name));
}

inline const Conv2d& ConvOf(const Graph& graph, const std::string& name) {
  return std::get<Conv2d>(OpOf(graph, name).kind);
}

inline std::string OutputOf(const Graph& graph, const std::string& op) {
  return graph.values[OpOf(graph, op).output].name;
}

inline std::vector<std::string> InputsOf(const Graph& graph,
                                         const std::string& op) {
  std::vector<std::string> names;
  for (const ValueId input : OpOf(graph, op).inputs) {
    names.push_back(graph.values[input].name);
  }
  return names;
}

// A builder with an input x, and short forms of the layers used here.
class Layers {
 public:
  ValueId Input() { return b.Input("x", kChannels); }
  ValueId Conv(const std::string& name, ValueId from, size_t groups = 1,
               bool bias = true) {
    return b.Conv(name, from,
                  {.out_c = kChannels,
                   .k = 3,
                   .pad = Padding::All(1),
                   .groups = groups,
                   .bias = bias});
  }
  ValueId Norm(const std::string& name, ValueId from) {
    return b.BatchNormalize(name, from, 1e-3);
  }
  ValueId Pool(const std::string& name, ValueId from) {
    return b.MaxPool2d(name, from, {.k = 3, .stride = 1, .pad = 1});
  }
  Graph Finish(ValueId output) {
    b.Output(output);
    return std::move(b).Build();
  }

  GraphBuilder b{"net"};
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_GRAPH_PASS_CASE_H_
