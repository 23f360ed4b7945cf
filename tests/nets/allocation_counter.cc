#include "tests/nets/allocation_counter.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAMGLASS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CAMGLASS_SANITIZED 1
#endif
#endif

namespace {

std::atomic<bool> armed{false};
std::atomic<size_t> count{0};

}  // namespace

#ifndef CAMGLASS_SANITIZED

namespace {

void Note() {
  if (armed.load(std::memory_order_relaxed)) {
    count.fetch_add(1, std::memory_order_relaxed);
  }
}

}  // namespace

extern "C" {
// glibc's own names of what is replaced here.
// NOLINTBEGIN(bugprone-reserved-identifier)
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
// NOLINTEND(bugprone-reserved-identifier)

void* malloc(size_t bytes) {
  Note();
  return __libc_malloc(bytes);
}

void* calloc(size_t n, size_t bytes) {
  Note();
  return __libc_calloc(n, bytes);
}

void* realloc(void* old, size_t bytes) {
  Note();
  return __libc_realloc(old, bytes);
}

void* memalign(size_t alignment, size_t bytes) {
  Note();
  return __libc_memalign(alignment, bytes);
}

void* aligned_alloc(size_t alignment, size_t bytes) {
  Note();
  return __libc_memalign(alignment, bytes);
}

int posix_memalign(void** out, size_t alignment, size_t bytes) {
  Note();
  void* memory = __libc_memalign(alignment, bytes);
  if (memory == nullptr) return ENOMEM;
  *out = memory;
  return 0;
}

void* mmap(void* address, size_t bytes, int protection, int flags, int file,
           off_t offset) {
  Note();
  // The system call gives the address, or -1 with errno set, as mmap does.
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  return reinterpret_cast<void*>(
      syscall(SYS_mmap, address, bytes, protection, flags, file, offset));
}

// The same under its large-file name.
void* mmap64(void* address, size_t bytes, int protection, int flags, int file,
             off64_t offset) {
  return mmap(address, bytes, protection, flags, file, offset);
}
}  // extern "C"

#endif  // CAMGLASS_SANITIZED

namespace camglass {

bool CanCountAllocations() {
#ifdef CAMGLASS_SANITIZED
  return false;
#else
  return true;
#endif
}

AllocationCounter::AllocationCounter() {
  count = 0;
  armed = true;
}

AllocationCounter::~AllocationCounter() { armed = false; }

size_t AllocationCounter::Count() const {
  armed = false;
  return count;
}

}  // namespace camglass
