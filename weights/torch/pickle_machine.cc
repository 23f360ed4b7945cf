#include "weights/torch/pickle_machine.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "weights/byte_reader.h"
#include "weights/limits.h"
#include "weights/torch/pickle_globals.h"
#include "weights/torch/pickle_items.h"
#include "weights/torch/pickle_opcodes.h"
#include "weights/torch/pickle_operands.h"
#include "weights/torch/pickle_rebuild.h"
#include "weights/torch/pickle_stack.h"

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

  // Pushes what one of the readers of pickle_operands.h gives.
  template <typename Value>
  Status PushOperand(StatusOr<Value> operand) {
    CAMGLASS_RETURN_IF_ERROR(operand.status());
    return stack_.Push(*std::move(operand));
  }
  Status PushLong1();
  Status PushTuple(size_t count);
  Status PushMarkedTuple();
  Status PushGlobal();
  Status PushStackGlobal();
  template <typename Index>
  Status Put();
  template <typename Index>
  Status Get();
  Status PutAt(uint64_t index);
  Status Duplicate();
  Status Reduce();
  Status PersistentId();
  Status Build();
  Status NewObject();
  Status PushFrozenSet();
  template <typename Length>
  Status PushBytes();
  Status PushNamed(std::string_view module, std::string_view name);
  Status CheckProtocol();

  ByteReader reader_;
  PickleStack stack_;
  std::set<std::string> inert_;
  std::string module_class_;
  size_t copied_ = 0;  // dict entries that REDUCE took from lists
};

StatusOr<Pickle> Machine::Run() {
  for (size_t ops = 0; ops < limits::kMaxPickleOps; ++ops) {
    const size_t at = reader_.position();
    uint8_t opcode = 0;
    Status status = reader_.Read(&opcode) ? Status() : PickleCutShort();
    if (status.ok() && opcode == kStop) {
      PickleRef root = 0;
      status = stack_.Pop(&root);
      if (status.ok())
        return Pickle{stack_.TakeHeap(),
                      root,
                      reader_.position(),
                      {inert_.begin(), inert_.end()},
                      std::move(module_class_)};
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
      return stack_.Push(PickleNone{});
    case kNewTrue:
      return stack_.Push(true);
    case kNewFalse:
      return stack_.Push(false);
    case kBinInt:
      return PushOperand(ReadInteger<int32_t>(&reader_));
    case kBinInt1:
      return PushOperand(ReadInteger<uint8_t>(&reader_));
    case kBinInt2:
      return PushOperand(ReadInteger<uint16_t>(&reader_));
    case kLong1:
      return PushLong1();
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
      return PutAt(stack_.remembered());
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
      return stack_.Mark();
    case kPop:
      return stack_.Pop(&top);
    case kPopMark:
      return stack_.DropToMark();
    case kDup:
      return Duplicate();
    case kEmptyDict:
      return stack_.Push(PickleDict{});
    case kEmptyList:
      return stack_.Push(PickleList{});
    case kEmptyTuple:
      return stack_.Push(PickleTuple{});
    case kTuple:
      return PushMarkedTuple();
    case kTuple1:
      return PushTuple(1);
    case kTuple2:
      return PushTuple(2);
    case kTuple3:
      return PushTuple(3);
    case kAppend:
      return AppendItems(&stack_, /*many=*/false);
    case kAppends:
      return AppendItems(&stack_, /*many=*/true);
    case kSetItem:
      return SetItems(&stack_, /*many=*/false);
    case kSetItems:
      return SetItems(&stack_, /*many=*/true);
    case kReduce:
      return Reduce();
    case kBinPersid:
      return PersistentId();
    case kBuild:
      return Build();
    case kNewObj:
      return NewObject();
    case kEmptySet:
      return stack_.Push(PickleInert{true});
    case kAddItems:
      return AddItems(&stack_);
    case kFrozenSet:
      return PushFrozenSet();
    default:
      return InvalidInput("the operation " + Hex(opcode) +
                          " is not one that weights need, and is refused");
  }
}

// A number that is too large for any count is data of somebody else's.
Status Machine::PushLong1() {
  CAMGLASS_ASSIGN_OR_RETURN(const std::optional<int64_t> number,
                            ReadLong1(&reader_));
  return number ? stack_.Push(*number) : stack_.Push(PickleInert{});
}

Status Machine::PushTuple(size_t count) {
  PickleTuple tuple;
  tuple.items.resize(count);
  for (size_t i = count; i-- > 0;)
    CAMGLASS_RETURN_IF_ERROR(stack_.Pop(&tuple.items[i]));
  return stack_.Push(std::move(tuple));
}

Status Machine::PushMarkedTuple() {
  PickleTuple tuple;
  CAMGLASS_RETURN_IF_ERROR(stack_.TakeToMark(&tuple.items));
  return stack_.Push(std::move(tuple));
}

Status Machine::PushGlobal() {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string_view module, ReadLine(&reader_));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string_view name, ReadLine(&reader_));
  return PushNamed(module, name);
}

Status Machine::PushNamed(std::string_view module, std::string_view name) {
  CAMGLASS_ASSIGN_OR_RETURN(const PickleGlobalRef global,
                            FindPickleGlobal(module, name));
  const bool ignored = global.kind == PickleGlobal::kInert ||
                       global.kind == PickleGlobal::kForeign;
  if (ignored && inert_.size() < limits::kMaxInertNames)
    inert_.insert(PickleGlobalName(module, name));
  if (global.unread == PickleUnread::kModule && module_class_.empty())
    module_class_ = PickleGlobalName(module, name);
  return stack_.Push(global);
}

Status Machine::PushStackGlobal() {
  PickleRef name_ref = 0;
  PickleRef module_ref = 0;
  CAMGLASS_RETURN_IF_ERROR(stack_.PopTwo(&module_ref, &name_ref));
  const auto* name = stack_.heap().As<std::string>(name_ref);
  const auto* module = stack_.heap().As<std::string>(module_ref);
  if (name == nullptr || module == nullptr)
    return PickleMisused("STACK_GLOBAL");
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
  const std::optional<PickleRef> top = stack_.top();
  return top.has_value() ? stack_.Remember(index, *top) : PickleMisused("PUT");
}

template <typename Index>
Status Machine::Get() {
  Index index = 0;
  if (!reader_.Read(&index)) return PickleCutShort();
  return stack_.Recall(index);
}

Status Machine::Duplicate() {
  const std::optional<PickleRef> top = stack_.top();
  return top.has_value() ? stack_.PushRef(*top) : PickleMisused("DUP");
}

Status Machine::Reduce() {
  PickleRef arguments = 0;
  PickleRef callee = 0;
  CAMGLASS_RETURN_IF_ERROR(stack_.PopTwo(&callee, &arguments));
  const auto* global = stack_.heap().As<PickleGlobalRef>(callee);
  if (global == nullptr) return PickleMisused("REDUCE");
  CAMGLASS_ASSIGN_OR_RETURN(PickleValue value,
                            Rebuild(stack_.heap(), *global, arguments));
  // A list given again and again would otherwise be copied each time.
  if (const auto* dict = std::get_if<PickleDict>(&value))
    copied_ += dict->items.size();
  if (copied_ > limits::kMaxPickleOps)
    return InvalidInput("it copies too many values");
  return stack_.Push(std::move(value));
}

Status Machine::PersistentId() {
  PickleRef id = 0;
  CAMGLASS_RETURN_IF_ERROR(stack_.Pop(&id));
  CAMGLASS_ASSIGN_OR_RETURN(PickleValue value,
                            StorageOfPersistentId(stack_.heap(), id));
  return stack_.Push(std::move(value));
}

// A state dict's attributes (_metadata: version numbers) are of no use here;
// the dict stays as it is. An inert value may have any state.
Status Machine::Build() {
  PickleRef state = 0;
  CAMGLASS_RETURN_IF_ERROR(stack_.Pop(&state));
  if (stack_.Top<PickleInert>() != nullptr) return Status();
  if (stack_.Top<PickleDict>() == nullptr ||
      stack_.heap().As<PickleDict>(state) == nullptr)
    return PickleMisused("BUILD");
  return Status();
}

// cls.__new__(cls, *arguments), of inert classes alone.
Status Machine::NewObject() {
  PickleRef arguments = 0;
  PickleRef callee = 0;
  CAMGLASS_RETURN_IF_ERROR(stack_.PopTwo(&callee, &arguments));
  const auto* global = stack_.heap().As<PickleGlobalRef>(callee);
  if (global == nullptr ||
      (global->kind != PickleGlobal::kInert &&
       global->kind != PickleGlobal::kForeign) ||
      stack_.heap().As<PickleTuple>(arguments) == nullptr)
    return PickleMisused("NEWOBJ");
  CAMGLASS_ASSIGN_OR_RETURN(PickleValue value,
                            Rebuild(stack_.heap(), *global, arguments));
  return stack_.Push(std::move(value));
}

Status Machine::PushFrozenSet() {
  CAMGLASS_RETURN_IF_ERROR(stack_.DropToMark());
  return stack_.Push(PickleInert{});
}

template <typename Length>
Status Machine::PushBytes() {
  CAMGLASS_RETURN_IF_ERROR(ReadString<Length>(&reader_).status());
  return stack_.Push(PickleInert{});
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
