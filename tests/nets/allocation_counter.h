// Counts requests for memory, of every kind and in every thread, while armed.
//
// Linking allocation_counter.cc puts it between the whole program and the C
// library: malloc, calloc, realloc, aligned_alloc, posix_memalign, memalign and
// mmap (hence operator new and the containers). Not under sanitizers, which
// replace these functions themselves.
#ifndef CAMGLASS_TESTS_NETS_ALLOCATION_COUNTER_H_
#define CAMGLASS_TESTS_NETS_ALLOCATION_COUNTER_H_

#include <cstddef>

namespace camglass {

// Whether counting works in this build.
bool CanCountAllocations();

// Counts between its construction and Count(). One at a time.
class AllocationCounter {
 public:
  AllocationCounter();
  ~AllocationCounter();
  AllocationCounter(const AllocationCounter&) = delete;
  AllocationCounter& operator=(const AllocationCounter&) = delete;

  size_t Count() const;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_NETS_ALLOCATION_COUNTER_H_
