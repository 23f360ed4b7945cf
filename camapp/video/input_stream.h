// Bytes from a file or a pipe, in order, with a bounded look ahead.
#ifndef CAMGLASS_CAMAPP_VIDEO_INPUT_STREAM_H_
#define CAMGLASS_CAMAPP_VIDEO_INPUT_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

class InputStream {
 public:
  // "-" is standard input. Never waits, not even for who writes to a named
  // pipe. Errors of Open name the path.
  static StatusOr<InputStream> Open(const std::string& path);
  // Bytes that are already there, for tests; `bytes` must outlive the stream.
  static InputStream Over(std::span<const uint8_t> bytes);
  ~InputStream();
  InputStream(InputStream&& other) noexcept;
  InputStream& operator=(InputStream&&) = delete;

  // Reading stops, as at the end, once this descriptor is readable: a pipe that
  // brings nothing can't hold the program. -1: none.
  void SetWakeFd(int wake_fd) { wake_fd_ = wake_fd; }
  // Whether it has stopped so: what was read last may be cut short.
  bool woken() const { return woken_; }

  // The next bytes, at least `size` of them unless the stream ends before (or
  // fails, see status()). Valid until the next call.
  std::span<const uint8_t> Peek(size_t size);
  void Skip(size_t size);  // at most what the last Peek showed
  // Whether exactly that many bytes were there, and are now in `bytes`.
  bool Read(std::span<uint8_t> bytes);

  // Back to the first byte; fails for a pipe.
  Status Rewind();

  uint64_t position() const { return position_; }
  const Status& status() const { return status_; }

 private:
  explicit InputStream(int fd) : fd_(fd) {}

  bool WaitForBytes() const;
  bool Fill();  // false at the end

  int fd_ = -1;
  bool owned_ = false;
  int wake_fd_ = -1;
  std::vector<uint8_t> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  bool ended_ = false;
  bool woken_ = false;
  uint64_t position_ = 0;
  Status status_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIDEO_INPUT_STREAM_H_
