// Things that threads share, and that are used again when nobody holds them.
#ifndef CAMGLASS_CAMAPP_LIVE_POOL_H_
#define CAMGLASS_CAMAPP_LIVE_POOL_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace camglass {

template <typename T>
struct PooledThing {
  T value;
  std::atomic<int> shares{0};
  std::atomic<bool> is_free{true};
  const std::function<void(T*)>* on_return = nullptr;
};

// A share in one thing; the last share gives it back. Copies may go to other
// threads. Whoever took the thing may write to it until it shares it: a
// Shared<const T>, which any Shared<T> becomes, only reads.
template <typename T>
class Shared {
  using Thing = PooledThing<std::remove_const_t<T>>;

 public:
  Shared() = default;
  Shared(const Shared& other) : thing_(other.thing_) { Add(); }
  Shared(Shared&& other) noexcept : thing_(std::move(other.thing_)) {}
  template <typename U>
  requires(std::is_same_v<const U, T> && !std::is_const_v<U>)
      Shared(Shared<U> other)
  noexcept : thing_(std::move(other.thing_)) {}
  Shared& operator=(Shared other) noexcept {
    std::swap(thing_, other.thing_);
    return *this;
  }
  ~Shared() {
    if (thing_ == nullptr) return;
    if (thing_->shares.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
    if (*thing_->on_return) (*thing_->on_return)(&thing_->value);
    thing_->is_free.store(true, std::memory_order_release);
  }

  explicit operator bool() const { return thing_ != nullptr; }
  T* get() const { return thing_ == nullptr ? nullptr : &thing_->value; }
  T* operator->() const { return &thing_->value; }
  T& operator*() const { return thing_->value; }

 private:
  template <typename U>
  friend class Shared;
  template <typename U>
  friend class Pool;

  explicit Shared(std::shared_ptr<Thing> thing) : thing_(std::move(thing)) {
    Add();
  }
  void Add() {
    if (thing_ != nullptr)
      thing_->shares.fetch_add(1, std::memory_order_relaxed);
  }

  std::shared_ptr<Thing> thing_;  // one with its pool's memory
};

// Allocates only when made. What T holds grows with use and then stays; things
// are taken in turn, so that soon all of them have what they need, and a moment
// in which many are in use needs no memory. Shares may outlive the pool.
template <typename T>
class Pool {
 public:
  // on_return: done to each thing that is given back, by whoever held it last.
  explicit Pool(size_t things, std::function<void(T*)> on_return = nullptr)
      : memory_(std::make_shared<Memory>(things)) {
    memory_->on_return = std::move(on_return);
    for (auto& thing : memory_->things) thing.on_return = &memory_->on_return;
  }

  // A thing that nobody holds; empty where there is none. One thread takes.
  Shared<T> Take() {
    for (size_t tries = 0; tries < memory_->things.size(); ++tries)
      if (Shared<T> share = TakeAt(next_++ % memory_->things.size()))
        return share;
    return Shared<T>();
  }

  // The same, but as few different ones as it goes with: for large things that
  // come seldom.
  Shared<T> TakeFirst() {
    for (size_t i = 0; i < memory_->things.size(); ++i)
      if (Shared<T> share = TakeAt(i)) return share;
    return Shared<T>();
  }

 private:
  struct Memory {
    explicit Memory(size_t count) : things(count) {}
    std::function<void(T*)> on_return;
    std::vector<PooledThing<T>> things;
  };

  Shared<T> TakeAt(size_t i) {
    PooledThing<T>& thing = memory_->things[i];
    if (!thing.is_free.load(std::memory_order_acquire)) return Shared<T>();
    thing.is_free.store(false, std::memory_order_relaxed);
    return Shared<T>(std::shared_ptr<PooledThing<T>>(memory_, &thing));
  }

  std::shared_ptr<Memory> memory_;
  size_t next_ = 0;
};

// A thing that is in no pool with others.
template <typename T>
Shared<const T> MakeShared(T value) {
  Shared<T> share = Pool<T>(1).Take();
  *share = std::move(value);
  return share;
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_POOL_H_
