#include "weights/torch/pickle_rebuild.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "weights/limits.h"

namespace camglass {
namespace {

using Items = std::vector<PickleRef>;

// A non-negative whole number. True and False are not numbers here.
std::optional<uint64_t> AsCount(const PickleHeap& heap, PickleRef ref) {
  const auto* number = heap.As<int64_t>(ref);
  if (number == nullptr || *number < 0) return std::nullopt;
  return static_cast<uint64_t>(*number);
}

std::optional<std::vector<uint64_t>> AsCounts(const PickleHeap& heap,
                                              PickleRef ref) {
  const auto* tuple = heap.As<PickleTuple>(ref);
  if (tuple == nullptr || tuple->items.size() > limits::kMaxTensorDims)
    return std::nullopt;
  std::vector<uint64_t> counts;
  for (PickleRef item : tuple->items) {
    const auto count = AsCount(heap, item);
    if (!count) return std::nullopt;
    counts.push_back(*count);
  }
  return counts;
}

// The value where it stands for a tensor or storage that is not read.
const PickleInert* Unread(const PickleHeap& heap, PickleRef ref) {
  const auto* inert = heap.As<PickleInert>(ref);
  return inert != nullptr && inert->unread != PickleUnread::kNothing ? inert
                                                                     : nullptr;
}

// (storage, offset, shape, stride, ...); what follows, gradients and hooks, is
// of no use here.
StatusOr<PickleValue> RebuildTensor(const PickleHeap& heap, const Items& args,
                                    size_t least, size_t most) {
  if (args.size() < least || args.size() > most)
    return InvalidInput("a tensor in the pickle has " +
                        std::to_string(args.size()) + " arguments");
  if (const auto* inert = Unread(heap, args[0])) return PickleValue(*inert);
  if (heap.As<PickleStorage>(args[0]) == nullptr)
    return InvalidInput("a tensor in the pickle has no storage");
  const auto offset = AsCount(heap, args[1]);
  auto shape = AsCounts(heap, args[2]);
  auto stride = AsCounts(heap, args[3]);
  if (!offset || !shape || !stride || shape->size() != stride->size())
    return InvalidInput(
        "a tensor in the pickle has an offset, shape or stride that is not a "
        "small tuple of non-negative numbers");
  return PickleValue(PickleTensor{
      args[0], *offset, {shape->begin(), shape->end()}, std::move(*stride)});
}

StatusOr<PickleValue> RebuildParameter(const PickleHeap& heap,
                                       const Items& args) {
  const bool counted = args.size() == 3 || args.size() == 4;
  if (counted)
    if (const auto* inert = Unread(heap, args[0])) return PickleValue(*inert);
  const auto* tensor = counted ? heap.As<PickleTensor>(args[0]) : nullptr;
  if (tensor == nullptr)
    return InvalidInput("a parameter in the pickle is not made from a tensor");
  return PickleValue(*tensor);
}

// OrderedDict() or, in old pickles, OrderedDict([(key, value), ...]).
StatusOr<PickleValue> RebuildDict(const PickleHeap& heap, const Items& args) {
  PickleDict dict;
  if (args.empty()) return PickleValue(dict);
  const auto* list = args.size() == 1 ? heap.As<PickleList>(args[0]) : nullptr;
  if (list == nullptr)
    return InvalidInput("an OrderedDict in the pickle is not made from a list");
  for (PickleRef item : list->items) {
    const Items* pair = nullptr;
    if (const auto* tuple = heap.As<PickleTuple>(item)) pair = &tuple->items;
    if (const auto* inner = heap.As<PickleList>(item)) pair = &inner->items;
    if (pair == nullptr || pair->size() != 2)
      return InvalidInput("an OrderedDict in the pickle has no key and value");
    dict.items.emplace_back((*pair)[0], (*pair)[1]);
  }
  return PickleValue(std::move(dict));
}

bool MakesTensor(PickleGlobal kind) {
  return kind == PickleGlobal::kRebuildTensor ||
         kind == PickleGlobal::kRebuildTensorV2;
}

// (function, class, its arguments, state): a tensor of a class of its own.
StatusOr<PickleValue> RebuildFromType(const PickleHeap& heap,
                                      const Items& args) {
  const auto* function =
      args.size() == 4 ? heap.As<PickleGlobalRef>(args[0]) : nullptr;
  if (function != nullptr && MakesTensor(function->kind))
    return Rebuild(heap, *function, args[2]);
  return PickleValue(PickleInert{.unread = PickleUnread::kTensorKind});
}

// (class, name) is a class inside; of any other value, nothing is known.
PickleValue RebuildAttribute(const PickleHeap& heap, const Items& args) {
  const auto* outer =
      args.size() == 2 ? heap.As<PickleGlobalRef>(args[0]) : nullptr;
  if (outer != nullptr && outer->kind == PickleGlobal::kForeign) return *outer;
  return PickleInert{};
}

}  // namespace

StatusOr<PickleValue> Rebuild(const PickleHeap& heap,
                              const PickleGlobalRef& global,
                              PickleRef arguments) {
  const auto* tuple = heap.As<PickleTuple>(arguments);
  if (tuple == nullptr)
    return InvalidInput("a call in the pickle has no tuple of arguments");
  switch (global.kind) {
    case PickleGlobal::kOrderedDict:
      return RebuildDict(heap, tuple->items);
    case PickleGlobal::kRebuildTensor:
      return RebuildTensor(heap, tuple->items, 4, 4);
    case PickleGlobal::kRebuildTensorV2:
      return RebuildTensor(heap, tuple->items, 6, 7);
    case PickleGlobal::kRebuildParameter:
      return RebuildParameter(heap, tuple->items);
    case PickleGlobal::kDictLike:
      return PickleValue(PickleDict{});
    case PickleGlobal::kListLike:
      return PickleValue(PickleList{});
    case PickleGlobal::kInert:
      return PickleValue(PickleInert{});
    case PickleGlobal::kForeign:
      return PickleValue(
          PickleInert{.takes_items = true, .unread = global.unread});
    case PickleGlobal::kOtherTensor:
      return PickleValue(PickleInert{.unread = global.unread});
    case PickleGlobal::kRebuildFromType:
      return RebuildFromType(heap, tuple->items);
    case PickleGlobal::kGetAttr:
      return RebuildAttribute(heap, tuple->items);
    case PickleGlobal::kStorageType:
    case PickleGlobal::kOtherStorageType:
      break;
  }
  return InvalidInput("the pickle calls a storage type, which is refused");
}

StatusOr<PickleValue> StorageOfPersistentId(const PickleHeap& heap,
                                            PickleRef id) {
  const Status refused = InvalidInput(
      "the pickle refers to something outside that is not a tensor's storage");
  const auto* tuple = heap.As<PickleTuple>(id);
  if (tuple == nullptr) return refused;
  const Items& items = tuple->items;
  // The old container has a sixth item: None, or which part of another storage
  // this one is.
  if (items.size() != 5 && items.size() != 6) return refused;
  if (items.size() == 6 && heap.As<PickleNone>(items[5]) == nullptr)
    return InvalidInput(
        "a storage in the pickle is a part of another, which is not read; load "
        "the checkpoint with PyTorch and save it again");
  const auto* word = heap.As<std::string>(items[0]);
  const auto* type = heap.As<PickleGlobalRef>(items[1]);
  const auto* key = heap.As<std::string>(items[2]);
  const auto elements = AsCount(heap, items[4]);
  if (word == nullptr || *word != "storage" || type == nullptr ||
      key == nullptr || key->size() > limits::kMaxStorageKeyBytes || !elements)
    return refused;
  if (type->kind == PickleGlobal::kOtherStorageType)
    return PickleValue(PickleInert{.unread = type->unread});
  if (type->kind != PickleGlobal::kStorageType) return refused;
  return PickleValue(PickleStorage{type->element, *key, *elements});
}

}  // namespace camglass
