// Everything that capture asks of the operating system, behind one interface,
// so that a test can make every call fail in every way.
//
// Calls return what the system call returns, but an error comes back as
// -errno. Interrupted calls are repeated.
#ifndef CAMGLASS_CAMAPP_CAPTURE_SYSTEM_CALLS_H_
#define CAMGLASS_CAMAPP_CAPTURE_SYSTEM_CALLS_H_

#include <poll.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace camglass {

struct FileAccess {
  uint32_t group_number = 0;
  std::string group;       // empty where that number has no name here
  bool group_may = false;  // read and write
  bool is_member = false;  // this process is in the group
};

class SystemCalls {
 public:
  virtual ~SystemCalls() = default;

  virtual int Open(const std::string& path, int flags) = 0;
  virtual int Close(int fd) = 0;
  virtual int Ioctl(int fd, unsigned long request, void* argument) = 0;
  // Shared, readable. On success 0 and *address.
  virtual int Map(int fd, size_t length, int64_t offset, void** address) = 0;
  virtual int Unmap(void* address, size_t length) = 0;
  virtual int Poll(pollfd* fds, size_t count, int timeout_ms) = 0;
  virtual int64_t Read(int fd, void* bytes, size_t size) = 0;

  // A non-blocking inotify descriptor for names that appear in the folder, or
  // whose permissions change.
  virtual int WatchFolder(const std::string& path) = 0;

  // At most kMaxSystemFileBytes of a small text file, as those of /sys and
  // /proc are. On success 0 and *text.
  virtual int ReadTextFile(const std::string& path, std::string* text) = 0;
  // The names in a folder except . and .., in no particular order.
  virtual int ListFolder(const std::string& path,
                         std::vector<std::string>* names) = 0;
  // The path without symbolic links.
  virtual int RealPath(const std::string& path, std::string* real) = 0;
  // What a symbolic link holds, which need not be a path.
  virtual int ReadLink(const std::string& path, std::string* target) = 0;
  // Who may open a file.
  virtual int AccessOf(const std::string& path, FileAccess* access) = 0;

  // CLOCK_MONOTONIC, the clock of V4L2's buffer timestamps.
  virtual int64_t NowNs() = 0;
};

inline constexpr size_t kMaxSystemFileBytes = 4096;

// The system itself. Safe for several threads at once.
SystemCalls& RealSystem();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_SYSTEM_CALLS_H_
