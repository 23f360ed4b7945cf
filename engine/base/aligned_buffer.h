// Zeroed memory for floats, aligned for any vector unit.
#ifndef CAMGLASS_ENGINE_BASE_ALIGNED_BUFFER_H_
#define CAMGLASS_ENGINE_BASE_ALIGNED_BUFFER_H_

#include <cstddef>
#include <memory>

namespace camglass {

class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  // `count` floats, all zero. 64-byte aligned; large buffers are aligned to
  // 2 MiB and offered to the kernel for huge pages, which spares the many TLB
  // misses of a weight stream; their memory is there once it is written. Throws
  // std::bad_alloc as containers do; Session makes a Status of it.
  explicit AlignedBuffer(size_t count);

  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }
  size_t size() const { return size_; }  // floats

 private:
  struct Free {
    Free() : mapped(0) {}
    explicit Free(size_t bytes) : mapped(bytes) {}
    void operator()(float* p) const;
    size_t mapped;  // bytes; 0: from the heap
  };
  std::unique_ptr<float, Free> data_;
  size_t size_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_ALIGNED_BUFFER_H_
