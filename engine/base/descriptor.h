// A file descriptor that closes itself.
#ifndef CAMGLASS_ENGINE_BASE_DESCRIPTOR_H_
#define CAMGLASS_ENGINE_BASE_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace camglass {

// Owns what open(2) and its like gave. Negative: it owns nothing, as after a
// call that failed. An error of close(2) is not seen: whoever wrote through the
// descriptor and must know closes what Release gives.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  int get() const { return fd_; }
  // The caller's from now on.
  [[nodiscard]] int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_DESCRIPTOR_H_
