#include "camapp/picture/read_bytes.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "camapp/picture/limits.h"
#include "engine/base/descriptor.h"

namespace camglass {
namespace {

constexpr size_t kChunkBytes = 1 << 16;

Status OpenError(int error) {
  if (error == ENOENT || error == ENOTDIR)
    return NotFound("there is no such file; check the path");
  return IoError(std::string("the file can't be opened (") +
                 std::strerror(error) +
                 "); check the path and its permissions");
}

Status TooLarge() {
  return InvalidInput("the file has more than " +
                      std::to_string(limits::kMaxPictureFileBytes >> 20) +
                      " MiB; no picture within our limits needs that");
}

// One read(2) when there is something to read, repeated where a signal
// interrupted it. Negative on error; ECANCELED where wake_fd was readable
// first.
ssize_t ReadSome(int fd, int wake_fd, uint8_t* to, size_t size) {
  for (;;) {
    pollfd fds[] = {{fd, POLLIN, 0}, {wake_fd, POLLIN, 0}};
    if (poll(fds, 2, -1) < 0 && errno == EINTR) continue;
    if (fds[1].revents != 0) {
      errno = ECANCELED;
      return -1;
    }
    const ssize_t got = read(fd, to, size);
    if (got >= 0 || (errno != EINTR && errno != EAGAIN)) return got;
  }
}

StatusOr<std::vector<uint8_t>> ReadToEnd(int fd, size_t expected, int wake_fd) {
  std::vector<uint8_t> bytes;
  // One more than expected, so that the end is seen without growing.
  bytes.resize(std::max(expected + 1, kChunkBytes));
  size_t size = 0;
  for (;;) {
    if (size == bytes.size()) bytes.resize(bytes.size() * 2);
    const ssize_t got =
        ReadSome(fd, wake_fd, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EBADF) return IoError("it is closed");
    if (got < 0)
      return IoError(std::string("the file can't be read (") +
                     std::strerror(errno) + "); check the disk");
    if (got == 0) break;
    size += static_cast<size_t>(got);
    if (size > limits::kMaxPictureFileBytes) return TooLarge();
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

StatusOr<std::vector<uint8_t>> ReadBytes(const std::string& path, int wake_fd) {
  if (path == "-") return ReadToEnd(STDIN_FILENO, 0, wake_fd);
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (file.get() < 0) return OpenError(errno);
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return OpenError(errno);
  if (S_ISDIR(info.st_mode))
    return InvalidInput("this is a folder; name the pictures in it");
  const uint64_t size =
      S_ISREG(info.st_mode) ? static_cast<uint64_t>(info.st_size) : 0;
  if (size > limits::kMaxPictureFileBytes) return TooLarge();
  return ReadToEnd(file.get(), size, wake_fd);
}

}  // namespace camglass
