#include "camapp/page/watchers.h"

namespace camglass {
namespace {

using Clock = std::chrono::steady_clock;

// Between a page's picture and its next request.
constexpr std::chrono::seconds kStaysFor{1};
// The same as in page.css and page.html.
constexpr uint64_t kWidePage = 600;

}  // namespace

PictureShape ShapeForWidth(std::optional<uint64_t> width) {
  return width.value_or(kWidePage) < kWidePage ? PictureShape::kTall
                                               : PictureShape::kWide;
}

Watchers::Seat::~Seat() {
  if (all_ == nullptr) return;
  const std::lock_guard lock(all_->mutex_);
  Side& side = all_->sides_[static_cast<size_t>(shape_)];
  --side.count;
  side.until = Clock::now() + kStaysFor;
}

std::optional<Watchers::Seat> Watchers::Enter(PictureShape shape,
                                              bool wants_new) {
  const std::lock_guard lock(mutex_);
  unsigned count = 0;
  for (const Side& side : sides_) count += side.count;
  if (count >= most_) return std::nullopt;
  Side& side = sides_[static_cast<size_t>(shape)];
  const bool needs_new = wants_new || !LookAt(side);
  if (needs_new) ++newcomers_;
  ++side.count;
  return Seat(this, shape, needs_new);
}

bool Watchers::LookAt(const Side& side) const {
  return side.count > 0 || Clock::now() < side.until;
}

bool Watchers::look_at(PictureShape shape) const {
  const std::lock_guard lock(mutex_);
  return LookAt(sides_[static_cast<size_t>(shape)]);
}

uint64_t Watchers::newcomers() const {
  const std::lock_guard lock(mutex_);
  return newcomers_;
}

}  // namespace camglass
