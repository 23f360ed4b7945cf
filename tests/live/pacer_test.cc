#include "camapp/live/pacer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "camapp/live/stop_signal.h"

namespace camglass {
namespace {

constexpr int64_t kMs = 1'000'000;

// Where a wait is over only because its quarter of a second is.
void WaitUntil(Pacer& pacer, int64_t timestamp_ns) {
  while (!pacer.WaitFor(timestamp_ns, -1)) {
  }
}

TEST(Pacer, KeepsTheDistancesOfTimestamps) {
  Pacer pacer;
  const int64_t began = MonotonicNs();
  WaitUntil(pacer, 5'000 * kMs);
  for (int64_t t = 10; t <= 50; t += 10) WaitUntil(pacer, (5'000 + t) * kMs);
  EXPECT_GE(MonotonicNs() - began, 50 * kMs);
}

TEST(Pacer, DoesNotSleepThroughAWake) {
  Pacer pacer;
  StopSignal stop;
  EXPECT_TRUE(pacer.WaitFor(0, stop.fd()));
  stop.Set();
  EXPECT_FALSE(pacer.WaitFor(30'000 * kMs, stop.fd()));
}

// A recording may be joined of several, or be hostile.
TEST(Pacer, AJumpStartsANewCount) {
  Pacer pacer;
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  for (const int64_t t : {int64_t{0}, kMost, kLeast, int64_t{-1}, kMost - 1,
                          kLeast + 1, int64_t{3'600'000} * kMs})
    EXPECT_TRUE(pacer.WaitFor(t, -1)) << t;
}

TEST(Pacer, ARestartStartsANewCount) {
  Pacer pacer;
  EXPECT_TRUE(pacer.WaitFor(0, -1));
  pacer.Restart();
  EXPECT_TRUE(pacer.WaitFor(30'000 * kMs, -1));
}

}  // namespace
}  // namespace camglass
