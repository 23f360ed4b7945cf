#include "engine/plan/fusion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SessionOptions AlwaysFused() {
  SessionOptions options = NoPasses();
  options.plan.blocks = BlockFusion::kAlways;
  return options;
}

// Not kept, so that they may be fused away.
void LetGo(std::initializer_list<const char*> names, Graph* graph) {
  for (const char* name : names) {
    graph->values[graph->FindValue(name)].keep = false;
  }
}

std::string PlanOf(const Graph& graph) {
  auto session = Session::Create(graph, AlwaysFused());
  return (*(*session)->Prepare({12, 9}))->ToText();
}

ConvSpec Depthwise(size_t channels) {
  return {
      .out_c = channels, .k = 3, .pad = Padding::All(1), .groups = channels};
}

// Expand, depthwise and project with an op of another branch after each.
Graph InterruptedBlock() {
  Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    const ValueId wide = b.Conv("expand", x, {.out_c = 32});
    const ValueId other = b.Relu("other", x);
    const ValueId deep = b.Conv("depthwise", wide, Depthwise(32));
    const ValueId another = b.Relu6("another", other);
    const ValueId narrow = b.Conv("project", deep, {.out_c = 16});
    return b.Sum("sum", narrow, another);
  });
  LetGo({"expand", "depthwise"}, &graph);
  return graph;
}

TEST(FusionTest, OtherOpsMayStandBetweenThoseOfABlock) {
  const std::string plan = PlanOf(InterruptedBlock());
  EXPECT_THAT(plan, HasSubstr("project:block"));
  EXPECT_THAT(plan, Not(HasSubstr("expand:")));
  EXPECT_THAT(plan, Not(HasSubstr("depthwise:")));
  ExpectMatchesReference(InterruptedBlock(), {12, 9}, 16 + 9 + 32 + 12,
                         AlwaysFused());
}

TEST(FusionTest, AnotherOpMayStandBetweenAConvolutionAndItsPool) {
  Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    const ValueId map =
        b.Conv("conv", x, {.out_c = 16, .k = 3, .pad = Padding::All(1)});
    const ValueId other = b.MaxPool2d("other", x, {3, 2, 1, false});
    const ValueId pooled = b.MaxPool2d("pool", map, {3, 2, 1, false});
    return b.Sum("sum", pooled, other);
  });
  LetGo({"conv"}, &graph);
  EXPECT_THAT(PlanOf(graph), HasSubstr("pool:conv+pool"));
  ExpectMatchesReference(graph, {12, 9}, 9 * 16 + 4, AlwaysFused());
}

TEST(FusionTest, AValueThatAnotherOpReadsIsNotFusedAway) {
  Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    const ValueId deep = b.Conv("depthwise", x, Depthwise(16));
    const ValueId project = b.Conv("project", deep, {.out_c = 16});
    return b.Sum("sum", project, deep);
  });
  LetGo({"depthwise"}, &graph);
  EXPECT_THAT(PlanOf(graph), Not(HasSubstr(":block")));
}

}  // namespace
}  // namespace camglass
