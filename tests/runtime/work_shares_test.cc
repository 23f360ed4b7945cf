#include "engine/runtime/work_shares.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace camglass {
namespace {

TEST(WorkSharesTest, OneThreadTakesAllAtOnce) {
  WorkShares shares(100, 7, 1);
  const WorkShares::Piece piece = shares.Take(0);
  EXPECT_EQ(piece.begin, 0u);
  EXPECT_EQ(piece.end, 100u);
  const WorkShares::Piece rest = shares.Take(0);
  EXPECT_EQ(rest.begin, rest.end);
}

TEST(WorkSharesTest, NoUnitsAreNoPieces) {
  WorkShares shares(0, 4, 3);
  for (size_t t = 0; t < 3; ++t) {
    const WorkShares::Piece piece = shares.Take(t);
    EXPECT_EQ(piece.begin, piece.end);
  }
}

// Whoever takes how much: every unit once, in pieces that begin at the grain.
TEST(WorkSharesTest, EveryUnitIsTakenOnce) {
  for (size_t units : {1, 2, 13, 56, 196, 3136}) {
    for (size_t grain : {1, 5, 28}) {
      for (size_t threads : {1, 2, 3, 7}) {
        WorkShares shares(units, grain, threads);
        std::vector<int> taken(units);
        size_t thread = 0;
        for (;;) {
          const WorkShares::Piece piece = shares.Take(thread);
          if (piece.begin == piece.end) break;
          EXPECT_EQ(piece.begin % grain, 0u);
          for (size_t u = piece.begin; u < piece.end; ++u) ++taken[u];
          thread = (thread * 2 + 1) % threads;
        }
        EXPECT_EQ(taken, std::vector<int>(units, 1))
            << units << " units, grain " << grain << ", threads " << threads;
      }
    }
  }
}

TEST(WorkSharesTest, AThreadBeginsWithItsOwnShareThenHelps) {
  WorkShares shares(60, 1, 2);
  EXPECT_EQ(shares.Take(1).begin, 30u);
  EXPECT_EQ(shares.Take(0).begin, 0u);
  while (shares.Take(1).end < 60) {
  }
  EXPECT_LT(shares.Take(1).begin, 30u);
}

TEST(WorkSharesTest, ResetMakesSharesWhole) {
  WorkShares shares(10, 1, 2);
  for (int round = 0; round < 3; ++round) {
    size_t taken = 0;
    for (;;) {
      const WorkShares::Piece piece = shares.Take(0);
      if (piece.begin == piece.end) break;
      taken += piece.end - piece.begin;
    }
    EXPECT_EQ(taken, 10u);
    for (size_t t = 0; t < 2; ++t) shares.Reset(t);
  }
}

TEST(WorkSharesTest, ThreadsAtOnceShareNoUnit) {
  constexpr size_t kUnits = 5000;
  WorkShares shares(kUnits, 1, 3);
  std::vector<std::atomic<int>> taken(kUnits);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] {
      for (;;) {
        const WorkShares::Piece piece = shares.Take(t);
        if (piece.begin == piece.end) return;
        for (size_t u = piece.begin; u < piece.end; ++u) ++taken[u];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& count : taken) EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace camglass
