#include "weights/torch/pickle_machine.h"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "weights/byte_reader.h"
#include "weights/limits.h"
#include "weights/torch/pickle_globals.h"
#include "weights/torch/pickle_opcodes.h"
#include "weights/torch/pickle_operands.h"
#include "weights/torch/pickle_rebuild.h"

namespace camglass {
namespace {

using namespace pickle_opcode;  // NOLINT: its names are this file's subject

std::string Hex(uint8_t value) {
  constexpr char kDigits[] = "0123456789abcdef";
  return std::string("0x") + kDigits[value >> 4] + kDigits[value & 15];
}

class Machine {
 public:
  explicit Machine(std::span<const std::byte> bytes) : reader_(bytes) {}

  StatusOr<Pickle> Run();

 private:
  Status Step(uint8_t opcode);
  Status StepConstant(uint8_t opcode, bool* known);
  Status StepMemo(uint8_t opcode, bool* known);
  Status StepContainer(uint8_t opcode);

  // The stack above the last mark, which is taken away too.
  Status TakeToMark(std::vector<PickleRef>* items);
  Status Pop(PickleRef* ref);
  Status Push(PickleValue value);
  Status PushRef(PickleRef ref);

  // Pushes what one of the readers of pickle_operands.h gives.
  template <typename Value>
  Status PushOperand(StatusOr<Value> operand) {
    CAMGLASS_RETURN_IF_ERROR(operand.status());
    return Push(*std::move(operand));
  }
  Status PushTuple(size_t count);
  Status PushMarkedTuple();
  Status PushGlobal();
  Status PushStackGlobal();
  template <typename Index>
  Status Put();
  template <typename Index>
  Status Get();
  Status PutAt(uint64_t index);
  Status PopMark();
  Status Append(bool many);
  Status SetItem(bool many);
  Status Reduce();
  Status PersistentId();
  Status Build();
  Status NewObject();
  Status AddItems();
  Status PushFrozenSet();
  template <typename Length>
  Status PushBytes();
  Status PushNamed(std::string_view module, std::string_view name);
  Status CheckProtocol();

  Status Misused(const char* what) const {
    return InvalidInput(std::string(what) + " finds no value that suits it");
  }

  ByteReader reader_;
  PickleHeap heap_;
  std::set<std::string> inert_;
  std::vector<PickleRef> stack_;
  std::vector<size_t> marks_;  // heights of the stack
  std::unordered_map<uint64_t, PickleRef> memo_;
  size_t copied_ = 0;  // dict entries that REDUCE took from lists
};

StatusOr<Pickle> Machine::Run() {
  for (size_t ops = 0; ops < limits::kMaxPickleOps; ++ops) {
    const size_t at = reader_.position();
    uint8_t opcode = 0;
    Status status = reader_.Read(&opcode) ? Status() : PickleCutShort();
    if (status.ok() && opcode == kStop) {
      PickleRef root = 0;
      status = Pop(&root);
      if (status.ok())
        return Pickle{std::move(heap_),
                      root,
                      reader_.position(),
                      {inert_.begin(), inert_.end()}};
    }
    if (status.ok()) status = Step(opcode);
    if (!status.ok())
      return status.WithContext("pickle, byte " + std::to_string(at));
  }
  return InvalidInput("the pickle has more than " +
                      std::to_string(limits::kMaxPickleOps) + " operations");
}

Status Machine::Step(uint8_t opcode) {
  bool known = true;
  CAMGLASS_RETURN_IF_ERROR(StepConstant(opcode, &known));
  if (known) return Status();
  known = true;
  CAMGLASS_RETURN_IF_ERROR(StepMemo(opcode, &known));
  if (known) return Status();
  return StepContainer(opcode);
}

Status Machine::StepConstant(uint8_t opcode, bool* known) {
  switch (opcode) {
    case kNone:
      return Push(PickleNone{});
    case kNewTrue:
      return Push(true);
    case kNewFalse:
      return Push(false);
    case kBinInt:
      return PushOperand(ReadInteger<int32_t>(&reader_));
    case kBinInt1:
      return PushOperand(ReadInteger<uint8_t>(&reader_));
    case kBinInt2:
      return PushOperand(ReadInteger<uint16_t>(&reader_));
    case kLong1:
      return PushOperand(ReadLong1(&reader_));
    case kBinFloat:
      return PushOperand(ReadFloat(&reader_));
    case kBinUnicode:
      return PushOperand(ReadString<uint32_t>(&reader_));
    case kShortBinUnicode:
    case kShortBinString:  // Python 2's texts
      return PushOperand(ReadString<uint8_t>(&reader_));
    case kBinString:
      return PushOperand(ReadString<int32_t>(&reader_));
    case kBinBytes:
      return PushBytes<uint32_t>();
    case kShortBinBytes:
      return PushBytes<uint8_t>();
    case kGlobal:
      return PushGlobal();
    case kStackGlobal:
      return PushStackGlobal();
    case kProto:
      return CheckProtocol();
    case kFrame:  // a hint to buffering readers
      return reader_.Skip(8) ? Status() : PickleCutShort();
    default:
      *known = false;
      return Status();
  }
}

Status Machine::StepMemo(uint8_t opcode, bool* known) {
  switch (opcode) {
    case kBinPut:
      return Put<uint8_t>();
    case kLongBinPut:
      return Put<uint32_t>();
    case kMemoize:
      return PutAt(memo_.size());
    case kBinGet:
      return Get<uint8_t>();
    case kLongBinGet:
      return Get<uint32_t>();
    default:
      *known = false;
      return Status();
  }
}

Status Machine::StepContainer(uint8_t opcode) {
  PickleRef top = 0;
  switch (opcode) {
    case kMark:
      if (marks_.size() >= limits::kMaxPickleStack)
        return InvalidInput("it has too many open marks");
      marks_.push_back(stack_.size());
      return Status();
    case kPop:
      return Pop(&top);
    case kPopMark:
      return PopMark();
    case kDup:
      return stack_.empty() ? Misused("DUP") : PushRef(stack_.back());
    case kEmptyDict:
      return Push(PickleDict{});
    case kEmptyList:
      return Push(PickleList{});
    case kEmptyTuple:
      return Push(PickleTuple{});
    case kTuple:
      return PushMarkedTuple();
    case kTuple1:
      return PushTuple(1);
    case kTuple2:
      return PushTuple(2);
    case kTuple3:
      return PushTuple(3);
    case kAppend:
      return Append(/*many=*/false);
    case kAppends:
      return Append(/*many=*/true);
    case kSetItem:
      return SetItem(/*many=*/false);
    case kSetItems:
      return SetItem(/*many=*/true);
    case kReduce:
      return Reduce();
    case kBinPersid:
      return PersistentId();
    case kBuild:
      return Build();
    case kNewObj:
      return NewObject();
    case kEmptySet:
      return Push(PickleInert{true});
    case kAddItems:
      return AddItems();
    case kFrozenSet:
      return PushFrozenSet();
    default:
      return InvalidInput("the operation " + Hex(opcode) +
                          " is not one that weights need, and is refused");
  }
}

Status Machine::Pop(PickleRef* ref) {
  // Values below an open mark belong to whoever set it.
  const size_t floor = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() <= floor) return InvalidInput("its stack runs empty");
  *ref = stack_.back();
  stack_.pop_back();
  return Status();
}

Status Machine::PushRef(PickleRef ref) {
  if (stack_.size() >= limits::kMaxPickleStack)
    return InvalidInput("its stack grows beyond " +
                        std::to_string(limits::kMaxPickleStack) + " values");
  stack_.push_back(ref);
  return Status();
}

Status Machine::Push(PickleValue value) {
  heap_.values.push_back(std::move(value));
  return PushRef(static_cast<PickleRef>(heap_.values.size() - 1));
}

Status Machine::TakeToMark(std::vector<PickleRef>* items) {
  if (marks_.empty()) return InvalidInput("a mark is missing");
  const size_t floor = marks_.back();
  marks_.pop_back();
  items->assign(stack_.begin() + static_cast<ptrdiff_t>(floor), stack_.end());
  stack_.resize(floor);
  return Status();
}

Status Machine::PushTuple(size_t count) {
  PickleTuple tuple;
  tuple.items.resize(count);
  for (size_t i = count; i-- > 0;)
    CAMGLASS_RETURN_IF_ERROR(Pop(&tuple.items[i]));
  return Push(std::move(tuple));
}

Status Machine::PushMarkedTuple() {
  PickleTuple tuple;
  CAMGLASS_RETURN_IF_ERROR(TakeToMark(&tuple.items));
  return Push(std::move(tuple));
}

Status Machine::PushGlobal() {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string_view module, ReadLine(&reader_));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string_view name, ReadLine(&reader_));
  return PushNamed(module, name);
}

Status Machine::PushNamed(std::string_view module, std::string_view name) {
  CAMGLASS_ASSIGN_OR_RETURN(const PickleGlobalRef global,
                            FindPickleGlobal(module, name));
  if (global.kind == PickleGlobal::kInert)
    inert_.insert(std::string(module) + "." + std::string(name));
  return Push(global);
}

Status Machine::PushStackGlobal() {
  PickleRef name_ref = 0;
  PickleRef module_ref = 0;
  CAMGLASS_RETURN_IF_ERROR(Pop(&name_ref));
  CAMGLASS_RETURN_IF_ERROR(Pop(&module_ref));
  const auto* name = heap_.As<std::string>(name_ref);
  const auto* module = heap_.As<std::string>(module_ref);
  if (name == nullptr || module == nullptr) return Misused("STACK_GLOBAL");
  // Copies: pushing moves the texts.
  return PushNamed(std::string(*module), std::string(*name));
}

template <typename Index>
Status Machine::Put() {
  Index index = 0;
  if (!reader_.Read(&index)) return PickleCutShort();
  return PutAt(index);
}

Status Machine::PutAt(uint64_t index) {
  if (stack_.empty()) return Misused("PUT");
  if (memo_.size() >= limits::kMaxPickleMemo)
    return InvalidInput("it remembers more than " +
                        std::to_string(limits::kMaxPickleMemo) + " values");
  memo_[index] = stack_.back();
  return Status();
}

template <typename Index>
Status Machine::Get() {
  Index index = 0;
  if (!reader_.Read(&index)) return PickleCutShort();
  const auto found = memo_.find(index);
  if (found == memo_.end())
    return InvalidInput("it recalls a value that it never remembered");
  return PushRef(found->second);
}

Status Machine::PopMark() {
  std::vector<PickleRef> ignored;
  return TakeToMark(&ignored);
}

Status Machine::Append(bool many) {
  std::vector<PickleRef> items(1);
  CAMGLASS_RETURN_IF_ERROR(many ? TakeToMark(&items) : Pop(&items[0]));
  if (stack_.empty()) return Misused("APPEND");
  auto* list = std::get_if<PickleList>(&heap_.values[stack_.back()]);
  if (list == nullptr) return Misused("APPEND");
  list->items.insert(list->items.end(), items.begin(), items.end());
  return Status();
}

Status Machine::SetItem(bool many) {
  std::vector<PickleRef> items(2);
  if (many) {
    CAMGLASS_RETURN_IF_ERROR(TakeToMark(&items));
  } else {
    CAMGLASS_RETURN_IF_ERROR(Pop(&items[1]));
    CAMGLASS_RETURN_IF_ERROR(Pop(&items[0]));
  }
  if (stack_.empty() || items.size() % 2 != 0) return Misused("SETITEM");
  auto* dict = std::get_if<PickleDict>(&heap_.values[stack_.back()]);
  if (dict == nullptr) return Misused("SETITEM");
  for (size_t i = 0; i < items.size(); i += 2)
    dict->items.emplace_back(items[i], items[i + 1]);
  return Status();
}

Status Machine::Reduce() {
  PickleRef arguments = 0;
  PickleRef callee = 0;
  CAMGLASS_RETURN_IF_ERROR(Pop(&arguments));
  CAMGLASS_RETURN_IF_ERROR(Pop(&callee));
  const auto* global = heap_.As<PickleGlobalRef>(callee);
  if (global == nullptr) return Misused("REDUCE");
  CAMGLASS_ASSIGN_OR_RETURN(PickleValue value,
                            Rebuild(heap_, *global, arguments));
  // A list given again and again would otherwise be copied each time.
  if (const auto* dict = std::get_if<PickleDict>(&value))
    copied_ += dict->items.size();
  if (copied_ > limits::kMaxPickleOps)
    return InvalidInput("it copies too many values");
  return Push(std::move(value));
}

Status Machine::PersistentId() {
  PickleRef id = 0;
  CAMGLASS_RETURN_IF_ERROR(Pop(&id));
  CAMGLASS_ASSIGN_OR_RETURN(PickleValue value,
                            StorageOfPersistentId(heap_, id));
  return Push(std::move(value));
}

// A state dict's attributes (_metadata: version numbers) are of no use here;
// the dict stays as it is. An inert value may have any state.
Status Machine::Build() {
  PickleRef state = 0;
  CAMGLASS_RETURN_IF_ERROR(Pop(&state));
  if (stack_.empty()) return Misused("BUILD");
  if (heap_.As<PickleInert>(stack_.back()) != nullptr) return Status();
  if (heap_.As<PickleDict>(stack_.back()) == nullptr ||
      heap_.As<PickleDict>(state) == nullptr)
    return Misused("BUILD");
  return Status();
}

// cls.__new__(cls, *arguments), of inert classes alone.
Status Machine::NewObject() {
  PickleRef arguments = 0;
  PickleRef callee = 0;
  CAMGLASS_RETURN_IF_ERROR(Pop(&arguments));
  CAMGLASS_RETURN_IF_ERROR(Pop(&callee));
  const auto* global = heap_.As<PickleGlobalRef>(callee);
  if (global == nullptr || global->kind != PickleGlobal::kInert ||
      heap_.As<PickleTuple>(arguments) == nullptr)
    return Misused("NEWOBJ");
  return Push(PickleInert{});
}

Status Machine::AddItems() {
  std::vector<PickleRef> ignored;
  CAMGLASS_RETURN_IF_ERROR(TakeToMark(&ignored));
  const auto* set =
      stack_.empty() ? nullptr : heap_.As<PickleInert>(stack_.back());
  return set != nullptr && set->is_set ? Status() : Misused("ADDITEMS");
}

Status Machine::PushFrozenSet() {
  std::vector<PickleRef> ignored;
  CAMGLASS_RETURN_IF_ERROR(TakeToMark(&ignored));
  return Push(PickleInert{});
}

template <typename Length>
Status Machine::PushBytes() {
  CAMGLASS_RETURN_IF_ERROR(ReadString<Length>(&reader_).status());
  return Push(PickleInert{});
}

Status Machine::CheckProtocol() {
  constexpr uint8_t kNewest = 5;
  uint8_t protocol = 0;
  if (!reader_.Read(&protocol)) return PickleCutShort();
  if (protocol >= 2 && protocol <= kNewest) return Status();
  return InvalidInput("its protocol " + std::to_string(protocol) +
                      " is not one of 2 to 5");
}

}  // namespace

StatusOr<Pickle> ReadPickle(std::span<const std::byte> bytes) {
  if (bytes.size() > limits::kMaxPickleBytes)
    return InvalidInput("the pickle has " + std::to_string(bytes.size()) +
                        " bytes, more than " +
                        std::to_string(limits::kMaxPickleBytes));
  return Machine(bytes).Run();
}

}  // namespace camglass
