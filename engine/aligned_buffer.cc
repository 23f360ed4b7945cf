#include "engine/aligned_buffer.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>

#include "engine/check.h"

namespace camglass {
namespace {

constexpr size_t kVectorBytes = 64;
constexpr size_t kHugePage = size_t{2} << 20;

}  // namespace

AlignedBuffer::AlignedBuffer(size_t count) : size_(count) {
  CAMGLASS_CHECK(count < SIZE_MAX / sizeof(float) - kHugePage);
  const size_t wanted = count * sizeof(float);
  const size_t align = wanted >= kHugePage ? kHugePage : kVectorBytes;
  const size_t bytes = (wanted + align) / align * align;  // never empty
  void* memory = std::aligned_alloc(align, bytes);
  CAMGLASS_CHECK(memory != nullptr);
  // Best effort: without huge pages everything works, a little slower.
  if (align == kHugePage) (void)madvise(memory, bytes, MADV_HUGEPAGE);
  std::memset(memory, 0, bytes);
  data_.reset(static_cast<float*>(memory));
}

void AlignedBuffer::Free::operator()(float* p) const { std::free(p); }

}  // namespace camglass
