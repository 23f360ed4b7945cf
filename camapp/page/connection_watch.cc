#include "camapp/page/connection_watch.h"

#include <sys/socket.h>

namespace camglass {
namespace {

constexpr int kChecksWithinPatience = 20;

}  // namespace

ConnectionWatch::ConnectionWatch(double seconds)
    : patience_(std::chrono::duration_cast<Clock::duration>(
          std::chrono::duration<double>(seconds))),
      thread_([this] { Run(); }) {}

ConnectionWatch::~ConnectionWatch() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

ConnectionWatch::Entry* ConnectionWatch::Open(int socket) {
  const std::lock_guard lock(mutex_);
  entries_.push_back({socket, Clock::now() + patience_});
  return &entries_.back();
}

void ConnectionWatch::Restart(Entry* entry) {
  const std::lock_guard lock(mutex_);
  entry->deadline = Clock::now() + patience_;
}

void ConnectionWatch::Pause(Entry* entry) {
  const std::lock_guard lock(mutex_);
  entry->deadline = Clock::time_point::max();
}

void ConnectionWatch::Close(Entry* entry) {
  const std::lock_guard lock(mutex_);
  entries_.remove_if([entry](const Entry& each) { return &each == entry; });
}

size_t ConnectionWatch::count() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void ConnectionWatch::Run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    changed_.wait_for(lock, patience_ / kChecksWithinPatience);
    ShutOverdue();
  }
}

// The server then finds the connection's end, and does the rest.
void ConnectionWatch::ShutOverdue() {
  const auto now = Clock::now();
  for (Entry& entry : entries_) {
    if (entry.deadline > now) continue;
    shutdown(entry.socket, SHUT_RDWR);
    entry.deadline = Clock::time_point::max();
  }
}

}  // namespace camglass
