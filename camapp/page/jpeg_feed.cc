#include "camapp/page/jpeg_feed.h"

#include <algorithm>
#include <utility>

#include "camapp/picture/jpeg/frame_encoder.h"
#include "engine/base/check.h"

namespace camglass {

// Two more than holders: the newest, and the one being written.
JpegFeed::JpegFeed(size_t holders, std::function<void()> on_new)
    : on_new_(std::move(on_new)), encoder_(kJpegQuality), slots_(holders + 2) {
  for (Slot& slot : slots_) slot = std::make_shared<EncodedPicture>();
  thread_ = std::thread([this] { Run(); });
}

JpegFeed::~JpegFeed() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void JpegFeed::Give(const Picture& picture) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.Resize(picture.extent());
    std::copy(picture.rgb.begin(), picture.rgb.end(), waiting_.rgb.begin());
    has_waiting_ = true;
  }
  changed_.notify_all();
}

JpegFeed::Held JpegFeed::Newer(uint64_t seen) const {
  const std::lock_guard lock(mutex_);
  if (newest_ == nullptr || newest_->number <= seen) return nullptr;
  return newest_;
}

// Under the lock, so that FreeSlot's counts are true.
void JpegFeed::Release(Held* held) {
  const std::lock_guard lock(mutex_);
  held->reset();
}

uint64_t JpegFeed::newest_number() const {
  const std::lock_guard lock(mutex_);
  return number_;
}

void JpegFeed::Run() {
  while (WaitForPicture()) {
    Encode();
    on_new_();
  }
}

bool JpegFeed::WaitForPicture() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ending_ || has_waiting_; });
  if (ending_) return false;
  std::swap(waiting_, encoding_);
  has_waiting_ = false;
  return true;
}

void JpegFeed::Encode() {
  const auto jpeg = encoder_.Encode(encoding_);
  CAMGLASS_CHECK(jpeg.ok());  // every picture that was painted has a JPEG
  Slot slot = FreeSlot();
  slot->jpeg.assign(jpeg->begin(), jpeg->end());
  const std::lock_guard lock(mutex_);
  slot->number = ++number_;
  newest_ = std::move(slot);
}

// The first, so that memory grows only with the number of holders.
JpegFeed::Slot JpegFeed::FreeSlot() {
  const std::lock_guard lock(mutex_);
  const auto free =
      std::find_if(slots_.begin(), slots_.end(),
                   [](const Slot& slot) { return slot.use_count() == 1; });
  CAMGLASS_CHECK(free != slots_.end());
  return *free;
}

}  // namespace camglass
