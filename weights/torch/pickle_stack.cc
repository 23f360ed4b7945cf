#include "weights/torch/pickle_stack.h"

#include <string>

#include "weights/limits.h"

namespace camglass {

Status PickleStack::Push(PickleValue value) {
  heap_.values.push_back(std::move(value));
  return PushRef(static_cast<PickleRef>(heap_.values.size() - 1));
}

Status PickleStack::PushRef(PickleRef ref) {
  if (stack_.size() >= limits::kMaxPickleStack)
    return InvalidInput("its stack grows beyond " +
                        std::to_string(limits::kMaxPickleStack) + " values");
  stack_.push_back(ref);
  return Status();
}

Status PickleStack::Pop(PickleRef* ref) {
  const size_t floor = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() <= floor) return InvalidInput("its stack runs empty");
  *ref = stack_.back();
  stack_.pop_back();
  return Status();
}

Status PickleStack::PopTwo(PickleRef* lower, PickleRef* upper) {
  CAMGLASS_RETURN_IF_ERROR(Pop(upper));
  return Pop(lower);
}

Status PickleStack::Mark() {
  if (marks_.size() >= limits::kMaxPickleStack)
    return InvalidInput("it has too many open marks");
  marks_.push_back(stack_.size());
  return Status();
}

Status PickleStack::TakeToMark(std::vector<PickleRef>* items) {
  if (marks_.empty()) return InvalidInput("a mark is missing");
  const size_t floor = marks_.back();
  marks_.pop_back();
  items->assign(stack_.begin() + static_cast<ptrdiff_t>(floor), stack_.end());
  stack_.resize(floor);
  return Status();
}

Status PickleStack::DropToMark() {
  std::vector<PickleRef> dropped;
  return TakeToMark(&dropped);
}

Status PickleStack::Remember(uint64_t index, PickleRef ref) {
  if (memo_.size() >= limits::kMaxPickleMemo)
    return InvalidInput("it remembers more than " +
                        std::to_string(limits::kMaxPickleMemo) + " values");
  memo_[index] = ref;
  return Status();
}

Status PickleStack::Recall(uint64_t index) {
  const auto found = memo_.find(index);
  if (found == memo_.end())
    return InvalidInput("it recalls a value that it never remembered");
  return PushRef(found->second);
}

}  // namespace camglass
