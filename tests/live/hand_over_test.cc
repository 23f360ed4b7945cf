#include "camapp/live/hand_over.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

namespace camglass {
namespace {

using std::chrono::milliseconds;
using Queue = HandOver<int>;  // 0 means none

// Longer than any test; a test that needs it fails.
constexpr milliseconds kLong{60'000};

int TakeOne(Queue& queue) {
  int item = 0;
  EXPECT_EQ(queue.Take(kLong, &item), Queue::Taken::kItem);
  return item;
}

TEST(HandOver, KeepsTheNewestWhereTheOldestMayGo) {
  Queue queue(2, WhenFull::kDropOldest);
  for (int i = 1; i <= 5; ++i) EXPECT_TRUE(queue.Give(i));
  EXPECT_EQ(queue.dropped(), 3u);
  EXPECT_EQ(TakeOne(queue), 4);
  EXPECT_EQ(TakeOne(queue), 5);
}

TEST(HandOver, LosesNothingWhereTheGiverWaits) {
  constexpr int kItems = 20'000;
  Queue queue(3, WhenFull::kWait);
  std::thread giver([&] {
    for (int i = 1; i <= kItems; ++i) EXPECT_TRUE(queue.Give(i));
    queue.Close();
  });
  int item = 0;
  for (int i = 1; i <= kItems; ++i) ASSERT_EQ(TakeOne(queue), i);
  EXPECT_EQ(queue.Take(kLong, &item), Queue::Taken::kEnd);
  giver.join();
  EXPECT_EQ(queue.dropped(), 0u);
}

TEST(HandOver, EmptyAndOpenIsNothingYet) {
  Queue queue(1, WhenFull::kDropOldest);
  int item = 7;
  EXPECT_EQ(queue.Take(milliseconds(0), &item), Queue::Taken::kNothingYet);
  EXPECT_EQ(item, 7);
}

TEST(HandOver, AfterCloseWhatIsThereCanStillBeTaken) {
  Queue queue(2, WhenFull::kWait);
  EXPECT_TRUE(queue.Give(1));
  queue.Close();
  EXPECT_FALSE(queue.Give(2));
  EXPECT_EQ(TakeOne(queue), 1);
  int item = 0;
  EXPECT_EQ(queue.Take(kLong, &item), Queue::Taken::kEnd);
}

TEST(HandOver, AfterAbandonNothingCan) {
  Queue queue(2, WhenFull::kWait);
  EXPECT_TRUE(queue.Give(1));
  queue.Abandon();
  EXPECT_FALSE(queue.Give(2));
  int item = 0;
  EXPECT_EQ(queue.Take(kLong, &item), Queue::Taken::kEnd);
}

TEST(HandOver, AbandonFreesAGiverThatWaits) {
  Queue queue(1, WhenFull::kWait);
  EXPECT_TRUE(queue.Give(1));
  std::thread giver([&] { EXPECT_FALSE(queue.Give(2)); });
  queue.Abandon();
  giver.join();
}

// Otherwise a frame would be held as long as its place isn't needed.
TEST(HandOver, WhatIsTakenOrDroppedIsLetGo) {
  HandOver<std::shared_ptr<int>> queue(2, WhenFull::kDropOldest);
  const auto item = std::make_shared<int>(1);
  for (int i = 0; i < 3; ++i) queue.Give(item);
  EXPECT_EQ(item.use_count(), 3);
  std::shared_ptr<int> taken;
  queue.Take(kLong, &taken);
  taken.reset();
  EXPECT_EQ(item.use_count(), 2);
  queue.Abandon();
  EXPECT_EQ(item.use_count(), 1);
}

}  // namespace
}  // namespace camglass
