#include "camapp/live/pacer.h"

#include <poll.h>

#include <algorithm>
#include <ctime>

namespace camglass {
namespace {

constexpr int64_t kMs = 1'000'000;
constexpr int64_t kLongestPause = 60'000 * kMs;
constexpr int64_t kPatience = 250 * kMs;

}  // namespace

int64_t MonotonicNs() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

bool Pacer::WaitFor(int64_t timestamp_ns, int wake_fd) {
  // A hostile file's timestamps may be anything: differences are taken without
  // a sign, where they can't overflow.
  const bool follows =
      started_ && timestamp_ns >= last_ns_ &&
      static_cast<uint64_t>(timestamp_ns) - static_cast<uint64_t>(last_ns_) <
          static_cast<uint64_t>(kLongestPause);
  if (!follows) {
    started_ = true;
    first_ns_ = timestamp_ns;
    began_ns_ = MonotonicNs();
  }
  last_ns_ = timestamp_ns;
  const int64_t due = began_ns_ + (timestamp_ns - first_ns_);
  const int64_t left = due - MonotonicNs();
  if (left <= 0) return true;
  // poll counts whole milliseconds; ppoll does better.
  const int64_t wait = std::min(left, kPatience);
  const timespec timeout = {0, static_cast<long>(wait)};
  pollfd wake = {wake_fd, POLLIN, 0};
  const int woken = ppoll(&wake, 1, &timeout, nullptr);
  return woken == 0 && MonotonicNs() >= due;
}

}  // namespace camglass
