// Ends connections that take too long, whatever they are doing.
#ifndef CAMGLASS_CAMAPP_PAGE_CONNECTION_WATCH_H_
#define CAMGLASS_CAMAPP_PAGE_CONNECTION_WATCH_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <thread>

namespace camglass {

// An HTTP library's own time-out counts from the last byte, so a byte now and
// then would hold a connection for ever. Safe for several threads.
class ConnectionWatch {
 public:
  using Clock = std::chrono::steady_clock;

  struct Entry {
    int socket = -1;
    Clock::time_point deadline;
  };

  // seconds: from Open or Restart until the socket is shut down.
  explicit ConnectionWatch(double seconds);
  ~ConnectionWatch();
  ConnectionWatch(const ConnectionWatch&) = delete;
  ConnectionWatch& operator=(const ConnectionWatch&) = delete;

  Entry* Open(int socket);
  void Restart(Entry* entry);
  void Pause(Entry* entry);  // no deadline until Restart
  // Before the socket is closed: its number may be used again.
  void Close(Entry* entry);

  size_t count() const;

 private:
  void Run();
  void ShutOverdue();

  const Clock::duration patience_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::list<Entry> entries_;
  std::thread thread_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_CONNECTION_WATCH_H_
