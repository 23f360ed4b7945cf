#include "camapp/picture/read_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "camapp/picture/limits.h"

namespace camglass {
namespace {

constexpr size_t kChunkBytes = 1 << 16;

class FileDescriptor {
 public:
  FileDescriptor(int fd, bool owned) : fd_(fd), owned_(owned) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (owned_ && fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
  bool owned_;
};

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

// One read(2), repeated where a signal interrupted it. Negative on error.
ssize_t ReadSome(int fd, uint8_t* to, size_t size) {
  ssize_t got;
  do {
    got = read(fd, to, size);
  } while (got < 0 && errno == EINTR);
  return got;
}

StatusOr<std::vector<uint8_t>> ReadToEnd(int fd, size_t expected) {
  std::vector<uint8_t> bytes;
  // One more than expected, so that the end is seen without growing.
  bytes.resize(std::max(expected + 1, kChunkBytes));
  size_t size = 0;
  for (;;) {
    if (size == bytes.size()) bytes.resize(bytes.size() * 2);
    const ssize_t got = ReadSome(fd, bytes.data() + size, bytes.size() - size);
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

StatusOr<std::vector<uint8_t>> ReadBytes(const std::string& path) {
  if (path == "-") return ReadToEnd(STDIN_FILENO, 0);
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC), true);
  if (file.get() < 0) return OpenError(errno);
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return OpenError(errno);
  if (S_ISDIR(info.st_mode))
    return InvalidInput("this is a folder; name the pictures in it");
  const uint64_t size =
      S_ISREG(info.st_mode) ? static_cast<uint64_t>(info.st_size) : 0;
  if (size > limits::kMaxPictureFileBytes) return TooLarge();
  return ReadToEnd(file.get(), size);
}

}  // namespace camglass
