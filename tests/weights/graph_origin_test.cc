#include "weights/convert/graph_origin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "weights/checkpoint.h"
#include "weights/convert/graph_fingerprint.h"

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

OnnxGraph GraphOf(const std::vector<std::string>& ops) {
  OnnxGraph graph;
  for (const std::string& op : ops) {
    OnnxNode node;
    node.op = op;
    graph.nodes.push_back(node);
  }
  return graph;
}

TEST(GraphOriginTest, QuantisedGraphsAreNamed) {
  for (const char* op : {"QLinearConv", "DequantizeLinear", "ConvInteger",
                         "DynamicQuantizeLinear", "com.microsoft.QLinearAdd",
                         "com.microsoft.QGemm"})
    EXPECT_THAT(
        ChangedForUse(GraphOf({"Conv", op})),
        AllOf(HasSubstr("quantised"), HasSubstr(op), HasSubstr("float model")));
}

TEST(GraphOriginTest, GraphsOptimisedForOneMachineAreNamed) {
  for (const char* op : {"com.microsoft.FusedConv", "com.microsoft.nchwc.Conv",
                         "com.microsoft.nchwc.ReorderInput"})
    EXPECT_THAT(ChangedForUse(GraphOf({"Conv", op})),
                AllOf(HasSubstr("ONNX Runtime"), HasSubstr(op),
                      HasSubstr("basic optimisations")));
}

TEST(GraphOriginTest, OthersAreAsTheyWere) {
  EXPECT_EQ(ChangedForUse(GraphOf({"Conv", "Relu", "Gemm", "org.pytorch.x"})),
            "");
}

TEST(GraphOriginTest, ConvertingSaysSo) {
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kOnnx;
  checkpoint.onnx = std::make_shared<const OnnxGraph>(GraphOf({"QLinearConv"}));
  EXPECT_THAT(IdentifyGraph(checkpoint, {}).status().message(),
              HasSubstr("the graph is quantised"));
}

}  // namespace
}  // namespace camglass
