// Frames that threads share and that are used again when nobody holds them.
#ifndef CAMGLASS_CAMAPP_LIVE_FRAME_POOL_H_
#define CAMGLASS_CAMAPP_LIVE_FRAME_POOL_H_

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace camglass {

// Allocates only when made. What T holds grows with use and then stays; frames
// are taken in turn, so that soon all of them have what they need, and a moment
// in which many are in use needs no memory.
template <typename T>
class FramePool {
  struct Slot {
    T value;
    std::atomic<int> users{0};
  };

 public:
  // A share in one frame; the last share gives it back. Copies may go to other
  // threads. Whoever took the frame may write to it until it shares it.
  class Share {
   public:
    Share() = default;
    Share(const Share& other) : slot_(other.slot_) {
      if (slot_ != nullptr)
        slot_->users.fetch_add(1, std::memory_order_relaxed);
    }
    Share(Share&& other) noexcept
        : slot_(std::exchange(other.slot_, nullptr)) {}
    Share& operator=(Share other) noexcept {
      std::swap(slot_, other.slot_);
      return *this;
    }
    ~Share() {
      if (slot_ != nullptr)
        slot_->users.fetch_sub(1, std::memory_order_release);
    }

    explicit operator bool() const { return slot_ != nullptr; }
    T* operator->() const { return &slot_->value; }
    T& operator*() const { return slot_->value; }

   private:
    friend class FramePool;
    explicit Share(Slot* slot) : slot_(slot) {}
    Slot* slot_ = nullptr;
  };

  // The pool must outlive all shares.
  explicit FramePool(size_t frames) : slots_(frames) {
    for (auto& slot : slots_) slot = std::make_unique<Slot>();
  }

  // A frame that nobody holds; empty where there is none. One thread takes.
  Share Take() {
    for (size_t tries = 0; tries < slots_.size(); ++tries)
      if (Share share = TakeAt(next_++ % slots_.size())) return share;
    return Share();
  }

  // The same, but as few different ones as it goes with: for large frames that
  // come seldom.
  Share TakeFirst() {
    for (size_t i = 0; i < slots_.size(); ++i)
      if (Share share = TakeAt(i)) return share;
    return Share();
  }

 private:
  Share TakeAt(size_t i) {
    int nobody = 0;
    const bool free = slots_[i]->users.compare_exchange_strong(
        nobody, 1, std::memory_order_acquire);
    return free ? Share(slots_[i].get()) : Share();
  }

  std::vector<std::unique_ptr<Slot>> slots_;
  size_t next_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_FRAME_POOL_H_
