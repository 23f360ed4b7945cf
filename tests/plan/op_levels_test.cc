#include "engine/plan/op_levels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kernels/one_op.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

// input -> a -> b -> concat, input -> c -> concat, in this order.
Graph Branches() {
  return KeptGraph(16, [](GraphBuilder& b, ValueId x) {
    const ValueId a = b.Conv("a", x, {.out_c = 16});
    const ValueId deep = b.Conv("b", a, {.out_c = 16});
    const ValueId c = b.Conv("c", x, {.out_c = 16});
    return b.Concatenate("concat", {deep, c});
  });
}

TEST(OpLevelsTest, OpsThatNeedNothingOfEachOtherShareALevel) {
  const Fusions none(4);
  const std::vector<size_t> levels = OpLevels(Branches(), none, 2);
  EXPECT_THAT(levels, ElementsAre(0, 1, 0, 2));
  EXPECT_THAT(OrderOf(levels), ElementsAre(0, 2, 1, 3));
}

TEST(OpLevelsTest, AFusedOpHasTheLevelOfItsBlock) {
  Fusions first(4);
  first.Add(PooledConvOps{0, 1});
  EXPECT_THAT(OpLevels(Branches(), first, 2), ElementsAre(0, 0, 0, 1));
  EXPECT_EQ(first.StepOf(0), 1u);
}

TEST(OpLevelsTest, ASingleThreadKeepsTheOrderOfTheGraph) {
  const Fusions none(4);
  EXPECT_THAT(OrderOf(OpLevels(Branches(), none, 1)), ElementsAre(0, 1, 2, 3));
}

}  // namespace
}  // namespace camglass
