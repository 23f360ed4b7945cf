#include "camapp/page/stream_reader.h"

#include <algorithm>
#include <string_view>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr char kBoundary[] = "--camglass-picture\r\n";
// A browser shows a picture when it sees the boundary that ends it, so each
// comes with its picture instead of before the next.
constexpr std::string_view kAfter = "\r\n--camglass-picture\r\n";

}  // namespace

StreamReader::~StreamReader() { feed_->Release(&held_); }

bool StreamReader::Read(std::span<char> to, size_t* size) {
  CAMGLASS_CHECK(!to.empty());
  if (held_ == nullptr) {
    held_ = feed_->Newer(seen_);
    if (held_ == nullptr) return false;
    Begin();
  }
  *size = 0;
  while (*size < to.size() && !Rest().empty())
    *size += Copy(Rest(), to.subspan(*size));
  if (Rest().empty()) {
    ++pictures_;
    feed_->Release(&held_);
  }
  return true;
}

void StreamReader::Begin() {
  at_ = 0;
  seen_ = held_->number;
  before_ = pictures_ == 0 ? kBoundary : "";
  before_ += "Content-Type: image/jpeg\r\nContent-Length: ";
  before_ += std::to_string(held_->jpeg.size());
  before_ += "\r\n\r\n";
}

size_t StreamReader::Copy(std::span<const char> from, std::span<char> to) {
  const size_t count = std::min(from.size(), to.size());
  std::copy_n(from.begin(), count, to.begin());
  at_ += count;
  return count;
}

std::span<const char> StreamReader::Rest() const {
  const std::span<const char> jpeg(
      reinterpret_cast<const char*>(held_->jpeg.data()), held_->jpeg.size());
  size_t at = at_;
  for (const std::span<const char> part :
       {std::span<const char>(before_), jpeg, std::span<const char>(kAfter)}) {
    if (at < part.size()) return part.subspan(at);
    at -= part.size();
  }
  return {};
}

}  // namespace camglass
