// ONNX graphs made node by node, and what becomes of them.
#ifndef CAMGLASS_TESTS_WEIGHTS_MADE_LAYERS_H_
#define CAMGLASS_TESTS_WEIGHTS_MADE_LAYERS_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/weights/fixtures.h"
#include "weights/onnx/layer_graph.h"
#include "weights/onnx/onnx_graph.h"
#include "weights/onnx/onnx_reader.h"

namespace camglass {

inline StatusOr<LayerGraph> Import(const std::string& name) {
  const auto checkpoint = ReadOnnx(Fixture(name), {});
  if (!checkpoint.ok()) return checkpoint.status();
  return ImportLayers(*checkpoint);
}

// A graph made node by node, on an input of three channels.
inline Checkpoint Made(std::vector<OnnxNode> nodes,
                       std::vector<size_t> shape = {}) {
  auto graph = std::make_shared<OnnxGraph>();
  graph->inputs = {{"in", std::move(shape)}};
  graph->outputs = {nodes.back().outputs.front()};
  graph->nodes = std::move(nodes);
  Checkpoint checkpoint;
  checkpoint.tensors.push_back(
      TensorFromValues("w", {4, 3, 3, 3}, ElementType::kF32,
                       std::vector<float>(size_t{4} * 27)));
  graph->constants["w"] = {size_t{0}, {}, {}};
  checkpoint.onnx = std::move(graph);
  return checkpoint;
}

inline OnnxNode ConvNode(const std::string& attribute,
                         std::vector<int64_t> ints) {
  OnnxNode node{"c", "Conv", {"in", "w"}, {"out"}, {}};
  if (!attribute.empty()) node.attributes[attribute].ints = std::move(ints);
  return node;
}

inline LayerKind LastKind(const Checkpoint& checkpoint) {
  const auto graph = ImportLayers(checkpoint);
  EXPECT_TRUE(graph.ok()) << graph.status().message();
  return graph->layers[graph->outputs.front()].kind;
}

// Made, with more constants: whole numbers by name.
inline Checkpoint MadeWith(
    std::vector<OnnxNode> nodes,
    const std::vector<std::pair<std::string, std::vector<int64_t>>>& ints,
    std::vector<size_t> shape = {}) {
  Checkpoint checkpoint = Made(std::move(nodes), std::move(shape));
  auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
  for (const auto& [name, values] : ints)
    graph->constants[name] = {std::nullopt, values, {values.size()}};
  checkpoint.onnx = graph;
  return checkpoint;
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_MADE_LAYERS_H_
