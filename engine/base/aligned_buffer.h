// Zeroed memory, aligned for any vector unit.
#ifndef CAMGLASS_ENGINE_BASE_ALIGNED_BUFFER_H_
#define CAMGLASS_ENGINE_BASE_ALIGNED_BUFFER_H_

#include <cstddef>
#include <memory>

namespace camglass {

class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  // All zero. 64-byte aligned; large buffers are aligned to
  // 2 MiB and offered to the kernel for huge pages, which spares the many TLB
  // misses of a weight stream; their memory is there once it is written. Throws
  // std::bad_alloc as containers do; Session makes a Status of it.
  explicit AlignedBuffer(size_t bytes);

  std::byte* data() { return data_.get(); }
  const std::byte* data() const { return data_.get(); }
  // The same as elements of a type for which all bits zero is 0.
  template <class T>
  T* As() {
    return reinterpret_cast<T*>(data_.get());
  }
  template <class T>
  const T* As() const {
    return reinterpret_cast<const T*>(data_.get());
  }
  size_t size() const { return size_; }  // bytes

 private:
  struct Free {
    Free() : mapped(0) {}
    explicit Free(size_t bytes) : mapped(bytes) {}
    void operator()(std::byte* p) const;
    size_t mapped;  // bytes; 0: from the heap
  };
  std::unique_ptr<std::byte, Free> data_;
  size_t size_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_ALIGNED_BUFFER_H_
