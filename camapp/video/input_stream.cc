#include "camapp/video/input_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr size_t kBlock = size_t{1} << 16;

}  // namespace

StatusOr<InputStream> InputStream::Open(const std::string& path) {
  if (path == "-") return InputStream(STDIN_FILENO);
  const int fd = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return Status(
        errno == ENOENT ? StatusCode::kNotFound : StatusCode::kIoError,
        path + ": " + strerrordesc_np(errno) +
            "; check the name and its permissions");
  InputStream stream(fd);
  stream.owned_ = true;
  return stream;
}

InputStream InputStream::Over(std::span<const uint8_t> bytes) {
  InputStream stream(-1);
  stream.buffer_.assign(bytes.begin(), bytes.end());
  stream.end_ = bytes.size();
  stream.ended_ = true;
  return stream;
}

InputStream::InputStream(InputStream&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      owned_(std::exchange(other.owned_, false)),
      wake_fd_(other.wake_fd_),
      buffer_(std::move(other.buffer_)),
      begin_(other.begin_),
      end_(other.end_),
      ended_(other.ended_),
      woken_(other.woken_),
      position_(other.position_),
      status_(std::move(other.status_)) {}

InputStream::~InputStream() {
  if (owned_) close(fd_);
}

// False where the other descriptor became readable instead.
bool InputStream::WaitForBytes() const {
  pollfd fds[] = {{fd_, POLLIN, 0}, {wake_fd_, POLLIN, 0}};
  while (poll(fds, 2, -1) < 0 && errno == EINTR) {
  }
  return fds[1].revents == 0;
}

bool InputStream::Fill() {
  if (ended_) return false;
  if (buffer_.size() - end_ < kBlock) buffer_.resize(end_ + kBlock);
  ssize_t got = -1;
  do {
    if (!WaitForBytes()) {
      ended_ = woken_ = true;
      return false;
    }
    got = read(fd_, buffer_.data() + end_, buffer_.size() - end_);
  } while (got < 0 && (errno == EINTR || errno == EAGAIN));
  if (got < 0)
    status_ = IoError(errno == EBADF ? "it is closed"
                                     : std::string("reading failed: ") +
                                           strerrordesc_np(errno));
  ended_ = got <= 0;
  if (!ended_) end_ += static_cast<size_t>(got);
  return !ended_;
}

Status InputStream::Rewind() {
  if (fd_ < 0 || lseek(fd_, 0, SEEK_SET) != 0)
    return InvalidInput("a pipe can't be played again");
  begin_ = end_ = 0;
  position_ = 0;
  ended_ = false;
  return Status();
}

std::span<const uint8_t> InputStream::Peek(size_t size) {
  if (end_ - begin_ < size && begin_ > 0 && !ended_) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  while (end_ - begin_ < size && Fill()) {
  }
  return {buffer_.data() + begin_, end_ - begin_};
}

void InputStream::Skip(size_t size) {
  CAMGLASS_CHECK(size <= end_ - begin_);
  begin_ += size;
  position_ += size;
}

bool InputStream::Read(std::span<uint8_t> bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    const std::span<const uint8_t> next = Peek(1);
    if (next.empty()) return false;
    const size_t part = std::min(next.size(), bytes.size() - done);
    std::memcpy(bytes.data() + done, next.data(), part);
    Skip(part);
    done += part;
  }
  return true;
}

}  // namespace camglass
