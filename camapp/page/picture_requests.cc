#include "camapp/page/picture_requests.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "camapp/page/limits.h"

namespace camglass {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kBlock = 16 * 1024;

// What an answer needs until it has been sent. Whoever holds a picture has a
// seat, since the feed has room for so many.
struct Sending {
  Sending(PictureRequest request, JpegFeed::Held picture, JpegFeed* from)
      : seat(std::move(request.seat)), held(std::move(picture)), feed(from) {}
  ~Sending() { feed->Release(&held); }

  Watchers::Seat seat;
  JpegFeed::Held held;
  JpegFeed* feed;
};

ssize_t Read(void* sending, uint64_t at, char* to, size_t size) {
  const auto& jpeg = static_cast<const Sending*>(sending)->held->jpeg;
  const size_t count = std::min(size, jpeg.size() - static_cast<size_t>(at));
  std::copy_n(jpeg.begin() + static_cast<ptrdiff_t>(at), count, to);
  return static_cast<ssize_t>(count);
}

void Free(void* sending) { delete static_cast<Sending*>(sending); }

}  // namespace

PictureRequest PictureRequests::Begin(Watchers::Seat seat, uint64_t seen) {
  const uint64_t newest = feeds_->of(seat.shape()).newest_number();
  if (seat.needs_new())
    seen = newest;
  else if (seen > newest)
    seen = 0;
  return {std::move(seat), seen,
          Clock::now() +
              std::chrono::duration_cast<Clock::duration>(
                  std::chrono::duration<double>(limits::kMaxWaitSeconds))};
}

// Under the lock, so that no picture comes between finding none and waiting.
PictureRequests::Result PictureRequests::Take(const PictureRequest& request,
                                              MHD_Connection* connection,
                                              ConnectionWatch::Entry* entry,
                                              JpegFeed::Held* held) {
  const std::lock_guard lock(mutex_);
  *held = feeds_->of(request.seat.shape()).Newer(request.seen);
  watch_->Restart(entry);
  if (*held != nullptr) return Result::kPicture;
  if (ending_ || Clock::now() >= request.until) return Result::kNothing;
  watch_->Pause(entry);
  MHD_suspend_connection(connection);
  waiting_.push_back({connection, request.until});
  return Result::kLater;
}

MHD_Response* PictureRequests::Answer(PictureRequest request,
                                      JpegFeed::Held held) {
  JpegFeed* feed = &feeds_->of(request.seat.shape());
  const uint64_t size = held->jpeg.size();
  auto sending =
      std::make_unique<Sending>(std::move(request), std::move(held), feed);
  MHD_Response* response = MHD_create_response_from_callback(
      size, kBlock, Read, sending.get(), Free);
  if (response != nullptr) static_cast<void>(sending.release());
  return response;
}

void PictureRequests::ResumeAll() {
  const std::lock_guard lock(mutex_);
  for (const Waiting& each : waiting_) MHD_resume_connection(each.connection);
  waiting_.clear();
}

void PictureRequests::ResumeOverdue() {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  const auto overdue =
      std::partition(waiting_.begin(), waiting_.end(),
                     [now](const Waiting& each) { return each.until > now; });
  for (auto each = overdue; each != waiting_.end(); ++each)
    MHD_resume_connection(each->connection);
  waiting_.erase(overdue, waiting_.end());
}

void PictureRequests::End() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ResumeAll();
}

}  // namespace camglass
