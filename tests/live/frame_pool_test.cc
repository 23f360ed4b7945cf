#include "camapp/live/frame_pool.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "camapp/live/hand_over.h"

namespace camglass {
namespace {

using Pool = FramePool<int>;

TEST(FramePool, GivesEachFrameToOneOnly) {
  Pool pool(3);
  std::vector<Pool::Share> shares;
  std::set<int*> frames;
  for (int i = 0; i < 3; ++i) {
    shares.push_back(pool.Take());
    ASSERT_TRUE(static_cast<bool>(shares.back()));
    frames.insert(&*shares.back());
  }
  EXPECT_EQ(frames.size(), 3u);
  EXPECT_FALSE(static_cast<bool>(pool.Take()));
}

TEST(FramePool, TheLastShareGivesItBack) {
  Pool pool(1);
  Pool::Share first = pool.Take();
  Pool::Share second = first;
  Pool::Share third = std::move(first);
  second = Pool::Share();
  EXPECT_FALSE(static_cast<bool>(pool.Take()));
  third = Pool::Share();
  EXPECT_TRUE(static_cast<bool>(pool.Take()));
}

// So that all of them soon have the memory that a frame needs.
TEST(FramePool, TakesAllInTurn) {
  Pool pool(5);
  std::set<int*> frames;
  for (int i = 0; i < 5; ++i) frames.insert(&*pool.Take());
  EXPECT_EQ(frames.size(), 5u);
}

// A frame is written by one thread and read by another; a thread checker sees
// a mistake, and so does the sum.
TEST(FramePool, FramesGoFromThreadToThread) {
  constexpr int kRounds = 20'000;
  Pool pool(6);
  HandOver<Pool::Share> queue(2, WhenFull::kWait);
  std::thread reader([&] {
    Pool::Share share;
    long sum = 0;
    while (queue.Take(std::chrono::milliseconds(60'000), &share) ==
           HandOver<Pool::Share>::Taken::kItem)
      sum += *share;
    EXPECT_EQ(sum, long{kRounds} * (kRounds - 1) / 2);
  });
  for (int i = 0; i < kRounds; ++i) {
    Pool::Share share = pool.Take();
    ASSERT_TRUE(static_cast<bool>(share));
    *share = i;
    queue.Give(share);
  }
  queue.Close();
  reader.join();
}

}  // namespace
}  // namespace camglass
