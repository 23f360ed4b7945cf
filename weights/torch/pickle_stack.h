// What a pickle's program works on: values, the stack of them, its marks, and
// the memo.
#ifndef CAMGLASS_WEIGHTS_TORCH_PICKLE_STACK_H_
#define CAMGLASS_WEIGHTS_TORCH_PICKLE_STACK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/status.h"
#include "weights/torch/pickle_value.h"

namespace camglass {

// Failures are the program's: it takes what isn't there, or more than
// weights/limits.h allows. Values stay in the heap when the stack drops them.
class PickleStack {
 public:
  const PickleHeap& heap() const { return heap_; }
  // Nothing else may be called after it.
  PickleHeap TakeHeap() { return std::move(heap_); }

  Status Push(PickleValue value);
  Status PushRef(PickleRef ref);
  // Fails at the last mark too: what is below belongs to whoever set it.
  Status Pop(PickleRef* ref);
  Status PopTwo(PickleRef* lower, PickleRef* upper);

  Status Mark();
  // What is above the last mark, lowest first; takes the mark away too.
  Status TakeToMark(std::vector<PickleRef>* items);
  Status DropToMark();

  // The highest value, be it above or below a mark.
  std::optional<PickleRef> top() const {
    if (stack_.empty()) return std::nullopt;
    return stack_.back();
  }
  // That value where it is a T, else null. Holds until the next Push.
  template <typename T>
  T* Top() {
    return stack_.empty() ? nullptr
                          : std::get_if<T>(&heap_.values[stack_.back()]);
  }

  // Another value under the same index replaces the first.
  Status Remember(uint64_t index, PickleRef ref);
  size_t remembered() const { return memo_.size(); }
  // Pushes what is remembered under the index.
  Status Recall(uint64_t index);

 private:
  PickleHeap heap_;
  std::vector<PickleRef> stack_;
  std::vector<size_t> marks_;  // heights of the stack
  std::unordered_map<uint64_t, PickleRef> memo_;
};

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_PICKLE_STACK_H_
