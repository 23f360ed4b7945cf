#include "weights/torch/tensor_collector.h"

#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "weights/limits.h"
#include "weights/torch/tensor_view.h"

namespace camglass {
namespace {

constexpr const char* kSaveWeights =
    "; save the weights alone, with torch.save(model.state_dict(), ...)";

std::string WhyUnread(PickleUnread unread) {
  switch (unread) {
    case PickleUnread::kNothing:
      break;
    case PickleUnread::kModule:
      return std::string(
                 "is an object of layers, which takes code to load, and no "
                 "code is ever run") +
             kSaveWeights;
    case PickleUnread::kQuantised:
      return "is quantised, which is not read; convert the float model that it "
             "was made from";
    case PickleUnread::kNumberType:
      return "holds numbers of a type that is not read; save it as "
             "tensor.float()";
    case PickleUnread::kTensorKind:
      return "is not a plain tensor (sparse, without values, or of another "
             "kind), which is not read; save it as a dense one";
  }
  CAMGLASS_CHECK(false);
}

class TensorCollector {
 public:
  TensorCollector(const PickleHeap& heap, const FileBytes& file,
                  const StorageFinder& find)
      : heap_(heap), file_(file), find_(find), budget_(file.bytes.size()) {}

  // Depth is bounded, and so is the number of visits: containers that hold
  // each other many times would otherwise be walked without end.
  Status Visit(PickleRef ref, const std::string& path, size_t depth) {
    if (++visits_ > limits::kMaxPickleOps)
      return InvalidInput("the pickle's containers hold each other too often");
    const PickleValue& value = heap_[ref];
    if (const auto* tensor = std::get_if<PickleTensor>(&value))
      return AddTensor(*tensor, path);
    if (const auto* inert = std::get_if<PickleInert>(&value)) {
      AddUnread(inert->unread, path);
      return Status();
    }
    if (depth > limits::kMaxPickleNesting)
      return InvalidInput("the pickle nests deeper than " +
                          std::to_string(limits::kMaxPickleNesting) +
                          " levels");
    if (const auto* dict = std::get_if<PickleDict>(&value))
      return VisitDict(*dict, path, depth);
    if (const auto* list = std::get_if<PickleList>(&value))
      return VisitItems(list->items, path, depth);
    if (const auto* tuple = std::get_if<PickleTuple>(&value))
      return VisitItems(tuple->items, path, depth);
    return Status();
  }

  void MoveTo(Checkpoint* checkpoint) && {
    checkpoint->tensors = std::move(tensors_);
    checkpoint->unread = std::move(unread_);
  }

 private:
  Status VisitDict(const PickleDict& dict, const std::string& path,
                   size_t depth) {
    for (const auto& [key_ref, value_ref] : dict.items) {
      std::string key;
      if (const auto* text = heap_.As<std::string>(key_ref))
        key = *text;
      else if (const auto* number = heap_.As<int64_t>(key_ref))
        key = std::to_string(*number);
      else
        continue;  // no tensor that a network needs has such a key
      CAMGLASS_RETURN_IF_ERROR(Visit(value_ref, Join(path, key), depth + 1));
    }
    return Status();
  }

  Status VisitItems(const std::vector<PickleRef>& items,
                    const std::string& path, size_t depth) {
    for (size_t i = 0; i < items.size(); ++i)
      CAMGLASS_RETURN_IF_ERROR(
          Visit(items[i], Join(path, std::to_string(i)), depth + 1));
    return Status();
  }

  // Cut at the longest name that is accepted, plus one: longer ones are
  // refused, and a path can't grow by copying.
  static std::string Join(const std::string& path, const std::string& key) {
    std::string joined = path.empty() ? key : path + "." + key;
    if (joined.size() > limits::kMaxTensorNameBytes)
      joined.resize(limits::kMaxTensorNameBytes + 1);
    return joined;
  }

  void AddUnread(PickleUnread unread, const std::string& path) {
    constexpr size_t kKept = 64;
    if (unread == PickleUnread::kNothing || unread_.size() == kKept) return;
    unread_.push_back({path.empty() ? "tensor" : path, WhyUnread(unread)});
  }

  Status AddTensor(const PickleTensor& view, const std::string& path) {
    const auto* storage = heap_.As<PickleStorage>(view.storage);
    CAMGLASS_CHECK(storage != nullptr);
    CAMGLASS_ASSIGN_OR_RETURN(const auto bytes, find_(*storage));
    CAMGLASS_ASSIGN_OR_RETURN(
        CheckpointTensor tensor,
        ViewStorage(path.empty() ? "tensor" : path, view, storage->element,
                    bytes, file_.owner, &budget_));
    tensors_.push_back(std::move(tensor));
    return Status();
  }

  const PickleHeap& heap_;
  const FileBytes& file_;
  const StorageFinder& find_;
  CheckpointBudget budget_;
  std::vector<CheckpointTensor> tensors_;
  std::vector<UnreadTensor> unread_;
  size_t visits_ = 0;
};

std::string SomeNames(const std::vector<std::string>& inert) {
  constexpr size_t kShown = 8;
  std::string names;
  for (size_t i = 0; i < inert.size() && i < kShown; ++i)
    names += (i == 0 ? "" : ", ") + inert[i];
  if (inert.size() > kShown)
    names += " and " + std::to_string(inert.size() - kShown) + " more";
  return names;
}

std::string UnreadNote(const std::vector<UnreadTensor>& unread) {
  return "not read, and left out: '" + unread.front().name + "', which " +
         unread.front().why +
         (unread.size() == 1
              ? ""
              : "; and " + std::to_string(unread.size() - 1) + " more");
}

// Where the weights are in objects alone, there is nothing to go on with.
Status RefuseObjects(const Pickle& pickle, const Checkpoint& checkpoint) {
  const auto* root = pickle.heap.As<PickleInert>(pickle.root);
  const bool is_module =
      root != nullptr && root->unread == PickleUnread::kModule;
  if (is_module)
    return InvalidInput("this is a whole pickled module (it asks for '" +
                        pickle.module_class +
                        "'), which takes code to load, and no code is ever "
                        "run" +
                        kSaveWeights);
  if (!checkpoint.tensors.empty() || !checkpoint.unread.empty() ||
      pickle.inert.empty())
    return Status();
  return InvalidInput(
      "the pickle holds no tensors but in objects (" + SomeNames(pickle.inert) +
      "), which take code to load, and no code is ever run" + kSaveWeights);
}

}  // namespace

StatusOr<Checkpoint> CollectTensors(const Pickle& pickle,
                                    CheckpointFormat format,
                                    const FileBytes& file,
                                    const StorageFinder& find) {
  TensorCollector collector(pickle.heap, file, find);
  CAMGLASS_RETURN_IF_ERROR(collector.Visit(pickle.root, "", 0));
  Checkpoint checkpoint;
  checkpoint.format = format;
  std::move(collector).MoveTo(&checkpoint);
  CAMGLASS_RETURN_IF_ERROR(RefuseObjects(pickle, checkpoint));
  if (!pickle.inert.empty())
    checkpoint.notes.push_back(
        "the pickle also holds values that are not weights and were ignored (" +
        SomeNames(pickle.inert) + ")");
  if (!checkpoint.unread.empty())
    checkpoint.notes.push_back(UnreadNote(checkpoint.unread));
  return checkpoint;
}

}  // namespace camglass
