#include "camapp/page/connection_watch.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "camapp/page/limits.h"

namespace camglass {
namespace {

// Where an IPv4 address is written as an IPv6 one.
constexpr size_t kMappedAt = 12;

ClientAddress OfIpv4(const void* bytes) {
  ClientAddress client{};
  std::memcpy(client.data(), bytes, sizeof(in_addr));
  return client;
}

using Entry = ConnectionWatch::Entry;

constexpr int kChecksWithinPatience = 20;

bool IsStranger(const Entry& entry) {
  return entry.is_stranger && !entry.is_ending;
}

// The server then finds the connection's end, and does the rest.
void Shut(Entry* entry) {
  shutdown(entry->socket, SHUT_RDWR);
  entry->deadline = ConnectionWatch::Clock::time_point::max();
  entry->is_ending = true;
}

}  // namespace

ClientAddress ClientOf(const sockaddr* address) {
  if (address->sa_family == AF_INET)
    return OfIpv4(&reinterpret_cast<const sockaddr_in*>(address)->sin_addr);
  ClientAddress client{};
  if (address->sa_family != AF_INET6) return client;
  const in6_addr& v6 =
      reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) return OfIpv4(v6.s6_addr + kMappedAt);
  std::copy_n(v6.s6_addr, client.size(), client.begin());
  return client;
}

ConnectionWatch::ConnectionWatch(double seconds, std::function<void()> on_check)
    : patience_(std::chrono::duration_cast<Clock::duration>(
          std::chrono::duration<double>(seconds))),
      on_check_(std::move(on_check)),
      thread_([this] { Run(); }) {}

ConnectionWatch::~ConnectionWatch() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Entry* ConnectionWatch::Open(int socket, const ClientAddress& client) {
  const std::lock_guard lock(mutex_);
  entries_.push_back({socket, client, Clock::now() + patience_});
  const auto strangers =
      std::count_if(entries_.begin(), entries_.end(), IsStranger);
  if (static_cast<size_t>(strangers) > limits::kMaxStrangers ||
      StrangersOf(client) > limits::kMaxStrangersOfOneClient)
    ShutOneTooMany();
  return &entries_.back();
}

size_t ConnectionWatch::StrangersOf(const ClientAddress& client) const {
  return static_cast<size_t>(std::count_if(
      entries_.begin(), entries_.end(), [&client](const Entry& each) {
        return IsStranger(each) && each.client == client;
      }));
}

// The first of those that max_element finds is the oldest.
void ConnectionWatch::ShutOneTooMany() {
  const auto weight = [this](const Entry& each) {
    return IsStranger(each) ? StrangersOf(each.client) : 0;
  };
  Shut(&*std::max_element(entries_.begin(), entries_.end(),
                          [&weight](const Entry& a, const Entry& b) {
                            return weight(a) < weight(b);
                          }));
}

void ConnectionWatch::LetIn(Entry* entry) {
  const std::lock_guard lock(mutex_);
  entry->is_stranger = false;
}

void ConnectionWatch::Restart(Entry* entry) {
  const std::lock_guard lock(mutex_);
  if (!entry->is_ending) entry->deadline = Clock::now() + patience_;
}

void ConnectionWatch::Pause(Entry* entry) {
  const std::lock_guard lock(mutex_);
  entry->deadline = Clock::time_point::max();
}

void ConnectionWatch::Close(Entry* entry) {
  const std::lock_guard lock(mutex_);
  entries_.remove_if([entry](const Entry& each) { return &each == entry; });
}

size_t ConnectionWatch::let_in() const {
  const std::lock_guard lock(mutex_);
  return static_cast<size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [](const Entry& each) { return !each.is_stranger; }));
}

void ConnectionWatch::Run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    changed_.wait_for(lock, patience_ / kChecksWithinPatience);
    ShutOverdue();
    lock.unlock();
    on_check_();
    lock.lock();
  }
}

void ConnectionWatch::ShutOverdue() {
  const auto now = Clock::now();
  for (Entry& entry : entries_)
    if (entry.deadline <= now) Shut(&entry);
}

}  // namespace camglass
