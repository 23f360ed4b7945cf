#include "camapp/viewer/message_board.h"

#include <utility>

#include "camapp/live/pacer.h"

namespace camglass {
namespace {

constexpr int64_t kMessageNs = 3'000'000'000;
constexpr int64_t kFailureNs = 20'000'000'000;

}  // namespace

void MessageBoard::Tell(std::string message) {
  if (message.empty()) return;
  told_ = std::move(message);
  until_ns_ = MonotonicNs() + kMessageNs;
  changed_ = true;
}

void MessageBoard::TellFailure(const std::string& message) {
  Tell(message);
  until_ns_ = MonotonicNs() + kFailureNs;
  if (log_) log_(message);
}

void MessageBoard::Post(std::string message) {
  const std::lock_guard lock(mutex_);
  posted_ = std::move(message);
}

bool MessageBoard::Update(int64_t now_ns, std::string* message) {
  {
    const std::lock_guard lock(mutex_);
    Tell(std::exchange(posted_, ""));
  }
  if (!told_.empty() && now_ns >= until_ns_) {
    told_.clear();
    changed_ = true;
  }
  *message = told_;
  return std::exchange(changed_, false);
}

}  // namespace camglass
