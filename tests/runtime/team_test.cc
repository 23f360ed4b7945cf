#include "engine/runtime/team.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace camglass {
namespace {

struct Sums {
  Team* team;
  std::vector<long> parts;  // one a thread, plain memory on purpose
  std::atomic<int> wrong{0};
  int rounds;
};

// Each round every thread adds to its own part; after the barrier all must see
// all parts as they are in this round.
void AddAndCheck(void* context, size_t thread) {
  auto& sums = *static_cast<Sums*>(context);
  for (int round = 0; round < sums.rounds; ++round) {
    sums.parts[thread] += static_cast<long>(thread) + 1;
    sums.team->Barrier();
    const long first = sums.parts[0];
    for (size_t t = 0; t < sums.parts.size(); ++t) {
      if (sums.parts[t] != first * static_cast<long>(t + 1)) ++sums.wrong;
    }
    sums.team->Barrier();
  }
}

TEST(TeamTest, BarriersKeepAllThreadsTogether) {
  for (size_t threads : {1, 2, 3, 7}) {
    Team team(threads);
    EXPECT_EQ(team.size(), threads);
    Sums sums{&team, std::vector<long>(threads), {}, 500};
    team.Run(&AddAndCheck, &sums);
    EXPECT_EQ(sums.wrong.load(), 0);
    EXPECT_EQ(sums.parts.back(), 500 * static_cast<long>(threads));
  }
}

void CountRun(void* context, size_t thread) {
  static_cast<std::vector<std::atomic<int>>*>(context)->at(thread)++;
}

// Runs close together meet spinning threads, runs apart meet sleeping ones.
TEST(TeamTest, EveryThreadRunsEveryJobOnceAwakeOrAsleep) {
  constexpr size_t kThreads = 3;
  Team team(kThreads);
  std::vector<std::atomic<int>> counts(kThreads);
  int runs = 0;
  for (int i = 0; i < 200; ++i, ++runs) team.Run(&CountRun, &counts);
  for (int i = 0; i < 5; ++i, ++runs) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    team.Run(&CountRun, &counts);
  }
  for (const auto& count : counts) EXPECT_EQ(count.load(), runs);
}

// A thread that is late must find the others asleep and wake them.
void LateThread(void* context, size_t thread) {
  auto* team = static_cast<Team*>(context);
  if (thread == 1) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  team->Barrier();
  if (thread == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  team->Barrier();
}

TEST(TeamTest, LateThreadsAreWaitedFor) {
  Team team(3);
  team.Run(&LateThread, &team);
  team.Run(&LateThread, &team);
}

}  // namespace
}  // namespace camglass
