#include "camapp/live/pool.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "camapp/live/hand_over.h"

namespace camglass {
namespace {

using Share = Shared<int>;

TEST(Pool, GivesEachFrameToOneOnly) {
  Pool<int> pool(3);
  std::vector<Share> shares;
  std::set<int*> frames;
  for (int i = 0; i < 3; ++i) {
    shares.push_back(pool.Take());
    ASSERT_TRUE(static_cast<bool>(shares.back()));
    frames.insert(&*shares.back());
  }
  EXPECT_EQ(frames.size(), 3u);
  EXPECT_FALSE(static_cast<bool>(pool.Take()));
}

TEST(Pool, TheLastShareGivesItBack) {
  Pool<int> pool(1);
  Share first = pool.Take();
  Share second = first;
  Share third = std::move(first);
  second = Share();
  EXPECT_FALSE(static_cast<bool>(pool.Take()));
  third = Share();
  EXPECT_TRUE(static_cast<bool>(pool.Take()));
}

// So that all of them soon have the memory that a frame needs.
TEST(Pool, TakesAllInTurn) {
  Pool<int> pool(5);
  std::set<int*> frames;
  for (int i = 0; i < 5; ++i) frames.insert(&*pool.Take());
  EXPECT_EQ(frames.size(), 5u);
}

// Who holds something is not bound to the life of what made it.
TEST(Pool, SharesOutliveIt) {
  Shared<const int> share;
  {
    Pool<int> pool(2);
    Share taken = pool.Take();
    *taken = 7;
    share = taken;
  }
  const Shared<const int> copy = share;
  share = {};
  EXPECT_EQ(*copy, 7);
}

TEST(Pool, WhatIsGivenBackIsDoneSomethingToOnce) {
  int returned = 0;
  Pool<int> pool(1, [&](int* value) {
    ++returned;
    *value = 0;
  });
  Share first = pool.Take();
  *first = 5;
  Share second = first;
  first = Share();
  EXPECT_EQ(returned, 0);
  EXPECT_EQ(*second, 5);
  second = Share();
  EXPECT_EQ(returned, 1);
  EXPECT_EQ(*pool.Take(), 0);
}

// A frame is written by one thread and read by another; a thread checker sees
// a mistake, and so does the sum.
TEST(Pool, FramesGoFromThreadToThread) {
  constexpr int kRounds = 20'000;
  Pool<int> pool(6);
  HandOver<Share> queue(2, WhenFull::kWait);
  std::thread reader([&] {
    Share share;
    long sum = 0;
    while (queue.Take(std::chrono::milliseconds(60'000), &share) ==
           HandOver<Share>::Taken::kItem)
      sum += *share;
    EXPECT_EQ(sum, long{kRounds} * (kRounds - 1) / 2);
  });
  for (int i = 0; i < kRounds; ++i) {
    Share share = pool.Take();
    ASSERT_TRUE(static_cast<bool>(share));
    *share = i;
    queue.Give(share);
  }
  queue.Close();
  reader.join();
}

}  // namespace
}  // namespace camglass
