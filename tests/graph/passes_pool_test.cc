// MovePools.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/graph/passes.h"
#include "tests/graph/pass_case.h"
#include "tests/graph/small_graphs.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

constexpr MaxPool kPool = {.k = 3, .stride = 2};

Graph Moved(Layers* l, ValueId output) {
  Graph graph = l->Finish(output);
  BindRandomParams(1, &graph);
  Graph changed = graph;
  MovePools(&changed);
  EXPECT_LE(WorstDifference(graph, changed, Input()), 1.0);
  return changed;
}

TEST(MovePoolsTest, EachPartIsPooledWhereItIsMade) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId a = l.Conv("a", x);
  const ValueId b = l.Conv("b", x);
  const ValueId cat = l.b.Concatenate("cat", {a, b});
  const ValueId pool = l.b.MaxPool2d("pool", cat, kPool);
  const Graph graph = Moved(&l, l.b.Relu("relu", pool));
  EXPECT_THAT(OpNames(graph),
              ElementsAre("a", "pool/a", "b", "pool/b", "cat", "relu"));
  EXPECT_THAT(InputsOf(graph, "cat"), ElementsAre("pool/a", "pool/b"));
  EXPECT_EQ(OutputOf(graph, "cat"), "pool");
  EXPECT_FALSE(ProducedValues(graph)[cat]);
}

TEST(MovePoolsTest, ThroughConcatsOfConcatsAndPoolsOfPools) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId a = l.Conv("a", x);
  const ValueId inner = l.b.Concatenate("inner", {l.Conv("b", x), a});
  const ValueId outer = l.b.Concatenate("outer", {l.Conv("c", x), inner});
  const ValueId once = l.b.MaxPool2d("once", outer, {.k = 2, .stride = 1});
  const Graph graph = Moved(&l, l.b.MaxPool2d("twice", once, kPool));
  EXPECT_EQ(graph.ops.back().name, "outer");
  EXPECT_EQ(OutputOf(graph, "outer"), "twice");
  EXPECT_EQ(OutputOf(graph, "inner"), "twice/once/inner");
}

TEST(MovePoolsTest, WhatOthersReadOrKeepStays) {
  for (const bool kept : {false, true}) {
    Layers l;
    const ValueId x = l.Input();
    const ValueId cat =
        l.b.Concatenate("cat", {l.Conv("a", x), l.Conv("b", x)});
    ValueId end = l.b.MaxPool2d("pool", cat, {.k = 3, .stride = 1, .pad = 1});
    if (kept) {
      l.b.Keep(cat);
    } else {
      end = l.b.Sum("sum", end, cat);
    }
    const Graph graph = Moved(&l, end);
    EXPECT_EQ(graph.ops[3].name, "pool");
    EXPECT_THAT(InputsOf(graph, "pool"), ElementsAre("cat"));
  }
}

TEST(MovePoolsTest, TheInputAndPartsThatComeTwiceStay) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId a = l.Conv("a", x);
  const ValueId input = l.b.Concatenate("input", {a, x});
  const ValueId twice = l.b.Concatenate("twice", {a, a});
  const ValueId pool1 = l.b.MaxPool2d("pool1", input, kPool);
  const ValueId pool2 = l.b.MaxPool2d("pool2", twice, kPool);
  const Graph graph = Moved(&l, l.b.Sum("sum", pool1, pool2));
  EXPECT_THAT(OpNames(graph),
              ElementsAre("a", "input", "twice", "pool1", "pool2", "sum"));
}

}  // namespace
}  // namespace camglass
