#include "engine/plan/memory_planner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace camglass {
namespace {

std::vector<BufferLife> RandomLives(std::mt19937& random, size_t count) {
  std::vector<BufferLife> lives(count);
  for (BufferLife& life : lives) {
    life.size = random() % 1000;
    life.first = random() % 30;
    life.last = life.first + random() % 6;
  }
  return lives;
}

size_t RoundUp(size_t size, size_t align) {
  return (size + align - 1) / align * align;
}

// The most that is alive in any one step: no plan can do with less.
size_t LowerBound(const std::vector<BufferLife>& lives, size_t align) {
  size_t most = 0;
  for (size_t step = 0; step < 40; ++step) {
    size_t sum = 0;
    for (const BufferLife& life : lives) {
      if (life.first <= step && step <= life.last) {
        sum += RoundUp(life.size, align);
      }
    }
    most = std::max(most, sum);
  }
  return most;
}

TEST(MemoryPlannerTest, BuffersAliveTogetherNeverOverlap) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    const auto lives = RandomLives(random, 1 + round % 40);
    for (const bool reuse : {true, false}) {
      const Placement placement = PlaceBuffers(lives, 16, reuse);
      for (size_t i = 0; i < lives.size(); ++i) {
        EXPECT_EQ(placement.offsets[i] % 16, 0u);
        EXPECT_LE(placement.offsets[i] + lives[i].size, placement.total);
        for (size_t j = 0; j < i; ++j) {
          const bool meet = lives[i].first <= lives[j].last &&
                            lives[j].first <= lives[i].last;
          if (reuse && !meet) continue;
          const bool apart =
              placement.offsets[i] + lives[i].size <= placement.offsets[j] ||
              placement.offsets[j] + lives[j].size <= placement.offsets[i];
          EXPECT_TRUE(apart) << i << " and " << j;
        }
      }
    }
  }
}

TEST(MemoryPlannerTest, ReuseComesCloseToTheLowerBound) {
  std::mt19937 random(2);
  for (int round = 0; round < 100; ++round) {
    const auto lives = RandomLives(random, 40);
    const Placement placement = PlaceBuffers(lives, 16, true);
    EXPECT_GE(placement.total, LowerBound(lives, 16));
    EXPECT_LE(placement.total, LowerBound(lives, 16) * 3 / 2);
  }
}

TEST(MemoryPlannerTest, AChainNeedsTwoBuffers) {
  std::vector<BufferLife> chain;
  for (size_t i = 0; i < 10; ++i) chain.push_back({64, i, i + 1});
  EXPECT_EQ(PlaceBuffers(chain, 16, true).total, 128u);
  EXPECT_EQ(PlaceBuffers(chain, 16, false).total, 640u);
}

}  // namespace
}  // namespace camglass
