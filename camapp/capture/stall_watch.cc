#include "camapp/capture/stall_watch.h"

#include <algorithm>

namespace camglass {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

constexpr int64_t kDefaultTimeout = 1 * kSecond;
constexpr int64_t kFirstLimit = 5 * kSecond;
constexpr double kNominalFrames = 4;
constexpr double kLongestNominal = 3600.0 * kSecond;
constexpr int64_t kLearnedIntervals = 3;
// A pause of an hour doesn't teach us to wait for hours.
constexpr int64_t kLongestPatience = 60 * kSecond;

}  // namespace

StallWatch::StallWatch(int64_t timeout)
    : least_(timeout > 0 ? timeout : kDefaultTimeout),
      usual_first_limit_(std::max(least_, kFirstLimit)),
      first_limit_(usual_first_limit_) {}

void StallWatch::Begin(int64_t now, double fps) {
  fps_ = fps;
  since_ = now;
  frames_ = 0;
}

void StallWatch::Learn(int64_t interval) {
  intervals_[next_] = interval;
  next_ = (next_ + 1) % intervals_.size();
}

void StallWatch::OnFrame(int64_t now) {
  Learn(now - since_);
  since_ = now;
  if (++frames_ == intervals_.size()) first_limit_ = usual_first_limit_;
}

// A camera that never gave a frame may hang: it is started again, ever more
// patiently. Of one that did, the silence so far is an interval like others.
void StallWatch::OnGivenUp(int64_t now) {
  if (frames_ > 0)
    Learn(now - since_);
  else
    first_limit_ =
        std::max(first_limit_, std::min(2 * first_limit_, kLongestPatience));
}

int64_t StallWatch::Limit() const {
  const int64_t longest =
      *std::max_element(intervals_.begin(), intervals_.end());
  const int64_t learned =
      std::min(kLongestPatience, kLearnedIntervals * longest);
  if (frames_ == 0) return std::max(first_limit_, learned);
  const double nominal =
      fps_ > 0 ? std::min(kNominalFrames * static_cast<double>(kSecond) / fps_,
                          kLongestNominal)
               : 0;
  const int64_t least = frames_ < intervals_.size() ? first_limit_ : least_;
  return std::max({least, static_cast<int64_t>(nominal), learned});
}

}  // namespace camglass
