// Ends connections that take too long, and those of strangers that are too
// many.
#ifndef CAMGLASS_CAMAPP_PAGE_CONNECTION_WATCH_H_
#define CAMGLASS_CAMAPP_PAGE_CONNECTION_WATCH_H_

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace camglass {

// An IPv4 address, or the first half of an IPv6 one: whoever has one address of
// such a network has all of them.
using ClientAddress = std::array<uint8_t, 8>;

// Zeros where the kind of address is unknown. An IPv4 address is the same
// client whichever way it is written.
ClientAddress ClientOf(const sockaddr* address);

// An HTTP library's own time-out counts from the last byte, so a byte now and
// then would hold a connection for ever. Safe for several threads.
class ConnectionWatch {
 public:
  using Clock = std::chrono::steady_clock;

  struct Entry {
    int socket = -1;
    ClientAddress client{};
    Clock::time_point deadline;
    bool is_stranger = true;
    bool is_ending = false;
  };

  // seconds: from Open or Restart until the socket is shut down. on_check is
  // called many times within these, without a lock.
  ConnectionWatch(double seconds, std::function<void()> on_check);
  ~ConnectionWatch();
  ConnectionWatch(const ConnectionWatch&) = delete;
  ConnectionWatch& operator=(const ConnectionWatch&) = delete;

  // A stranger's. Where there are too many of these, the oldest of the client
  // that has most is shut down: whoever has come just now may have the token,
  // and one that has it does not stay a stranger for long.
  Entry* Open(int socket, const ClientAddress& client);
  void LetIn(Entry* entry);  // no longer a stranger's
  void Restart(Entry* entry);
  void Pause(Entry* entry);  // no deadline until Restart
  // Before the socket is closed: its number may be used again.
  void Close(Entry* entry);

  size_t let_in() const;  // how many connections are not strangers'

 private:
  void Run();
  void ShutOverdue();
  void ShutOneTooMany();
  size_t StrangersOf(const ClientAddress& client) const;

  const Clock::duration patience_;
  const std::function<void()> on_check_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::list<Entry> entries_;  // oldest first
  std::thread thread_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_CONNECTION_WATCH_H_
