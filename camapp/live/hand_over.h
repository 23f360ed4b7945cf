// Hands things from one thread to the next, without ever holding more than a
// few of them.
#ifndef CAMGLASS_CAMAPP_LIVE_HAND_OVER_H_
#define CAMGLASS_CAMAPP_LIVE_HAND_OVER_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace camglass {

enum class WhenFull {
  kDropOldest,  // live: the newest wins
  kWait,        // everything counts: the giver waits
};

// T: movable, its default value means "none". Allocates only when made.
template <typename T>
class HandOver {
 public:
  HandOver(size_t depth, WhenFull when_full)
      : when_full_(when_full), items_(depth) {}

  // False where it is closed; the item is then dropped.
  bool Give(T item) {
    std::unique_lock lock(mutex_);
    if (when_full_ == WhenFull::kWait)
      changed_.wait(lock, [&] { return closed_ || count_ < items_.size(); });
    if (closed_) return false;
    if (count_ == items_.size()) {
      TakeFirst();
      ++dropped_;
    }
    items_[(first_ + count_) % items_.size()] = std::move(item);
    ++count_;
    changed_.notify_all();
    return true;
  }

  enum class Taken { kItem, kNothingYet, kEnd };
  // kEnd where it is closed and empty.
  Taken Take(std::chrono::milliseconds patience, T* item) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return closed_ || count_ > 0; });
    if (count_ == 0) return closed_ ? Taken::kEnd : Taken::kNothingYet;
    *item = TakeFirst();
    changed_.notify_all();
    return Taken::kItem;
  }

  // Nothing more is given; what is there can still be taken.
  void Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  // Nothing more is given or taken.
  void Abandon() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    while (count_ > 0) TakeFirst();
    changed_.notify_all();
  }

  uint64_t dropped() const {
    const std::lock_guard lock(mutex_);
    return dropped_;
  }

 private:
  T TakeFirst() {
    T item = std::exchange(items_[first_], T());
    first_ = (first_ + 1) % items_.size();
    --count_;
    return item;
  }

  const WhenFull when_full_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<T> items_;  // a ring
  size_t first_ = 0;
  size_t count_ = 0;
  bool closed_ = false;
  uint64_t dropped_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_HAND_OVER_H_
