#include "tools/audit/picture_feed.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace camglass {

PictureFeed::PictureFeed(std::vector<std::string> paths, size_t threads,
                         const DecodeOptions& options)
    : paths_(std::move(paths)), options_(options) {
  threads = std::clamp<size_t>(threads, 1, std::max<size_t>(1, paths_.size()));
  slots_.resize(2 * threads);
  for (size_t i = 0; i < threads; ++i)
    threads_.emplace_back([this] { DecodeAhead(); });
}

PictureFeed::~PictureFeed() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  taken_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::optional<StatusOr<Picture>>& PictureFeed::SlotOf(size_t index) {
  return slots_[index % slots_.size()];
}

void PictureFeed::DecodeAhead() {
  std::unique_lock lock(mutex_);
  for (;;) {
    taken_.wait(lock, [this] {
      return stopping_ || started_ == paths_.size() ||
             started_ < next_ + slots_.size();
    });
    if (stopping_ || started_ == paths_.size()) return;
    const size_t index = started_++;
    lock.unlock();
    StatusOr<Picture> picture = ReadPicture(paths_[index], options_);
    lock.lock();
    SlotOf(index) = std::move(picture);
    decoded_.notify_all();
  }
}

StatusOr<Picture> PictureFeed::Next() {
  std::unique_lock lock(mutex_);
  CAMGLASS_CHECK(next_ < paths_.size());
  std::optional<StatusOr<Picture>>& slot = SlotOf(next_);
  decoded_.wait(lock, [&slot] { return slot.has_value(); });
  StatusOr<Picture> picture = *std::move(slot);
  slot.reset();
  ++next_;
  taken_.notify_all();
  return picture;
}

}  // namespace camglass
