#include "engine/base/aligned_buffer.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include "engine/base/check.h"
#include "engine/base/round_up.h"

namespace camglass {
namespace {

constexpr size_t kVectorBytes = 64;
constexpr size_t kHugePage = size_t{2} << 20;
// From here on a huge page is worth it though most of it may stay empty.
constexpr size_t kLarge = size_t{256} << 10;

std::byte* ZeroedHeap(size_t bytes) {
  void* memory = std::aligned_alloc(kVectorBytes, bytes);
  if (memory == nullptr) throw std::bad_alloc();
  std::memset(memory, 0, bytes);
  return static_cast<std::byte*>(memory);
}

// Fresh pages are zero, and whoever writes one first waits for it: several
// threads can, which a memset here would not let them. `bytes` are whole huge
// pages; what the alignment leaves over goes back.
std::byte* MapHugePages(size_t bytes) {
  const size_t all = bytes + kHugePage;
  void* memory = ::mmap(nullptr, all, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<std::byte*>(memory);
  const auto address = reinterpret_cast<uintptr_t>(memory);
  const size_t before = RoundUp(address, kHugePage) - address;
  if (before > 0) ::munmap(begin, before);
  ::munmap(begin + before + bytes, kHugePage - before);
  // Best effort: without huge pages everything works, a little slower.
  (void)::madvise(begin + before, bytes, MADV_HUGEPAGE);
  return begin + before;
}

}  // namespace

AlignedBuffer::AlignedBuffer(size_t bytes) : size_(bytes) {
  CAMGLASS_CHECK(bytes < SIZE_MAX - 2 * kHugePage);
  if (bytes < kLarge) {
    data_.reset(ZeroedHeap(RoundUp(bytes + 1, kVectorBytes)));  // never empty
    return;
  }
  const size_t mapped = RoundUp(bytes, kHugePage);
  data_ = {MapHugePages(mapped), Free{mapped}};
}

void AlignedBuffer::Free::operator()(std::byte* p) const {
  if (mapped > 0) {
    ::munmap(p, mapped);
  } else {
    std::free(p);
  }
}

}  // namespace camglass
