#include "camapp/capture/node_watch.h"

#include <sys/inotify.h>

#include <array>
#include <cstring>

namespace camglass {
namespace {

constexpr char kPrefix[] = "video";

// Whether a batch of inotify records names a video node. A lost record counts,
// since nobody knows what it said.
bool NamesVideoNode(const char* records, size_t size) {
  bool named = false;
  for (size_t at = 0; at + sizeof(inotify_event) <= size;) {
    inotify_event event;
    std::memcpy(&event, records + at, sizeof(event));
    at += sizeof(event);
    if (event.len > size - at) return named;
    named |= (event.mask & IN_Q_OVERFLOW) != 0;
    named |= event.len >= sizeof(kPrefix) &&
             std::memcmp(records + at, kPrefix, sizeof(kPrefix) - 1) == 0;
    at += event.len;
  }
  return named;
}

}  // namespace

NodeWatch::NodeWatch(SystemCalls& system)
    : system_(system), fd_(system.WatchFolder("/dev")) {
  if (fd_ < 0) fd_ = -1;
}

NodeWatch::~NodeWatch() {
  if (fd_ >= 0) system_.Close(fd_);
}

bool NodeWatch::TakeNews() {
  // A bounded number of reads: news can't arrive faster than we forget it.
  constexpr int kReads = 64;
  std::array<char, 4096> records;
  bool named = false;
  for (int i = 0; fd_ >= 0 && i < kReads; ++i) {
    const int64_t size = system_.Read(fd_, records.data(), records.size());
    if (size <= 0) break;
    named |= NamesVideoNode(records.data(), static_cast<size_t>(size));
  }
  return named;
}

}  // namespace camglass
