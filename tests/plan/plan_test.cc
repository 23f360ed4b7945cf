#include "engine/plan/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

// input -> a -> b -> c, nothing kept but the end and what the test adds.
Graph Chain() {
  Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    const ConvSpec spec = {.out_c = 16, .k = 3, .pad = Padding::All(1)};
    ValueId v = b.Conv("a", x, spec);
    v = b.Conv("b", v, spec);
    v = b.Conv("c", v, spec);
    return b.Conv("d", v, spec);
  });
  for (const char* name : {"a", "b", "c"}) {
    graph.values[graph.FindValue(name)].keep = false;
  }
  return graph;
}

size_t ArenaOf(const Graph& graph, bool reuse) {
  SessionOptions options;
  options.threads = 1;
  options.plan.reuse_memory = reuse;
  auto session = Session::Create(graph, options);
  return (*(*session)->Prepare({32, 32}))->arena_bytes();
}

TEST(PlanTest, MemoryIsReusedAndKeptValuesAreNot) {
  Graph graph = Chain();
  const size_t apart = ArenaOf(graph, false);
  const size_t shared = ArenaOf(graph, true);
  EXPECT_LT(shared, apart);
  graph.values[graph.FindValue("a")].keep = true;
  EXPECT_GT(ArenaOf(graph, true), shared);
}

TEST(PlanTest, KeptValuesSurviveToTheEndOfTheRun) {
  Graph graph = Chain();
  graph.values[graph.FindValue("a")].keep = true;
  ExpectMatchesReference(graph, {9, 11}, 4 * 144);
}

TEST(PlanTest, PlansAreCachedBySizeAndTheOldestIsDropped) {
  auto session = Session::Create(Chain(), {.threads = 1});
  ASSERT_TRUE(session.ok());
  Plan* const first = *(*session)->Prepare({8, 8});
  EXPECT_EQ(*(*session)->Prepare({8, 8}), first);
  for (size_t w = 9; w < 12; ++w) ASSERT_TRUE((*session)->Prepare({8, w}).ok());
  EXPECT_EQ(*(*session)->Prepare({8, 8}), first);
  EXPECT_EQ(first->extent(), (Extent{8, 8}));
}

TEST(PlanTest, TheObserverSeesEveryMaterialisedValueOnceComplete) {
  const Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    const ValueId one = b.Conv("one", x, {.out_c = 32, .groups = 2});
    const ValueId two = b.Conv("two", x, {.out_c = 16});
    return b.Concatenate("concat", {one, two});
  });
  SessionOptions options = NoPasses();
  options.threads = 2;
  auto session = Session::Create(graph, options);
  Plan* const plan = *(*session)->Prepare({5, 5});
  std::multiset<std::string> complete;
  size_t steps = 0;
  (*session)->Run(*plan, [&](const StepReport& report) {
    ++steps;
    EXPECT_GE(report.ms, 0.0);
    if (report.complete) complete.insert(graph.values[report.output].name);
  });
  EXPECT_EQ(complete, (std::multiset<std::string>{"one", "two", "concat"}));
  EXPECT_EQ(steps, 4u);  // "one" has a step for each group
  EXPECT_EQ(plan->num_steps(), steps);
  EXPECT_THAT(plan->ToText(), HasSubstr("in concat from channel 32"));
}

TEST(PlanTest, WhatCanNotWorkIsSaidInASentence) {
  auto chain = Session::Create(Chain(), {.threads = 1});
  const auto huge = (*chain)->Prepare({1 << 13, 1 << 13});
  ASSERT_FALSE(huge.ok());
  EXPECT_THAT(huge.status().message(), HasSubstr("smaller input scale"));

  const Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    return b.FullyConnected("fc", x, 3);
  });
  auto head = Session::Create(graph, {.threads = 1});
  ASSERT_TRUE(head.ok());
  EXPECT_TRUE((*head)->Prepare({1, 1}).ok());
  const auto two = (*head)->Prepare({1, 2});
  ASSERT_FALSE(two.ok());
  EXPECT_THAT(two.status().message(), HasSubstr("\"fc\" takes 1 x 1"));
  EXPECT_FALSE(Session::Create(graph, {.threads = 1000}).ok());
}

TEST(PlanTest, AskingForAValueThatWasNotKeptAborts) {
  Graph graph = Chain();
  auto session = Session::Create(graph, {.threads = 1});
  Plan* const plan = *(*session)->Prepare({8, 8});
  EXPECT_DEATH(plan->View(graph.FindValue("a")), "IsKept");
}

// A concat inside a concat: both in place, down to the innermost part.
TEST(PlanTest, NestedConcatsAreInPlace) {
  const Graph graph = KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    const ValueId a = b.Conv("a", x, {.out_c = 16});
    const ValueId c = b.Conv("c", x, {.out_c = 32});
    const ValueId inner = b.Concatenate("inner", {a, c});
    const ValueId d = b.Conv("d", inner, {.out_c = 8});
    return b.Concatenate("outer", {inner, d});
  });
  ExpectMatchesReference(graph, {4, 5}, 16 + 48);
  auto session = Session::Create(graph, NoPasses());
  const std::string text = (*(*session)->Prepare({4, 5}))->ToText();
  EXPECT_THAT(text, HasSubstr("inner:in place"));
  EXPECT_THAT(text, HasSubstr("outer:in place"));
}

// Branches of one level run at the same time: their buffers and what they keep
// from a Winograd convolution's first half to its second are apart.
TEST(PlanTest, BranchesSideBySideMatchTheReference) {
  Graph graph = KeptGraph(32, [](GraphBuilder& b, ValueId x) {
    const ConvSpec wide = {.out_c = 48, .k = 3, .pad = Padding::All(1)};
    ValueId left = b.Conv("left1", x, {.out_c = 32});
    left = b.Conv("left3", left, wide);
    ValueId right = b.Conv("right1", x, {.out_c = 64});
    right = b.Conv("right3", right, wide);
    return b.Concatenate("concat", {left, right, b.Conv("one", x, wide)});
  });
  for (const char* name : {"left1", "right1"}) {
    graph.values[graph.FindValue(name)].keep = false;
  }
  SessionOptions options = NoPasses();
  options.plan.conv = ConvChoice::kAuto;
  // Winograd's sums of absolute values: as in tests/kernels/winograd_test.cc.
  ExpectMatchesReference(graph, {12, 13}, 200 * (9 * 64 + 28), options);
}

}  // namespace
}  // namespace camglass
