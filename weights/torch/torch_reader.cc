#include "weights/torch/torch_reader.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "weights/byte_reader.h"
#include "weights/checked_math.h"
#include "weights/limits.h"
#include "weights/torch/pickle_machine.h"
#include "weights/torch/tensor_view.h"
#include "weights/torch/zip_archive.h"

namespace camglass {
namespace {

constexpr std::string_view kPickleName = "data.pkl";

// The archive's one folder, with its slash: "NAME/" in "NAME/data.pkl".
StatusOr<std::string> FindRoot(const ZipArchive& archive) {
  std::string root;
  size_t found = 0;
  for (const auto& [name, entry] : archive) {
    if (!name.ends_with(kPickleName)) continue;
    const std::string folder = name.substr(0, name.size() - kPickleName.size());
    if (!folder.empty() && folder.find('/') != folder.size() - 1) continue;
    root = folder;
    ++found;
  }
  if (found != 1)
    return InvalidInput("the zip container has " + std::to_string(found) +
                        " entries data.pkl where PyTorch writes one");
  return root;
}

Status CheckArchive(const ZipArchive& archive, const std::string& root) {
  if (archive.contains(root + "constants.pkl"))
    return InvalidInput(
        "this is a TorchScript program, not a checkpoint; save its weights "
        "with torch.save(model.state_dict(), ...)");
  const auto order = archive.find(root + "byteorder");
  if (order != archive.end() && AsText(order->second.bytes) != "little")
    return InvalidInput(
        "the checkpoint is big-endian; save it again on a little-endian "
        "machine");
  for (const auto& [name, entry] : archive)
    if (!ChecksumHolds(entry))
      return InvalidInput("the zip entry '" + name +
                          "' does not match its checksum: the file is damaged; "
                          "get it again");
  return Status();
}

// Collects the tensors of a pickle, in its order.
class TensorCollector {
 public:
  TensorCollector(const FileBytes& file, const ZipArchive& archive,
                  std::string root, const PickleHeap& heap)
      : file_(file),
        archive_(archive),
        root_(std::move(root)),
        heap_(heap),
        budget_(file.bytes.size()) {}

  Status Collect(PickleRef root_value) {
    Status status = Visit(root_value, "", 0);
    checkpoint_.format = CheckpointFormat::kTorchZip;
    return status;
  }
  Checkpoint Take() && { return std::move(checkpoint_); }

 private:
  // Depth is bounded, and so is the number of visits: containers that hold
  // each other many times would otherwise be walked without end.
  Status Visit(PickleRef ref, const std::string& path, size_t depth) {
    if (++visits_ > limits::kMaxPickleOps)
      return InvalidInput("the pickle's containers hold each other too often");
    const PickleValue& value = heap_[ref];
    if (const auto* tensor = std::get_if<PickleTensor>(&value))
      return AddTensor(*tensor, path);
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

  Status AddTensor(const PickleTensor& view, const std::string& path) {
    const auto* storage = heap_.As<PickleStorage>(view.storage);
    CAMGLASS_CHECK(storage != nullptr);
    CAMGLASS_ASSIGN_OR_RETURN(const auto bytes, StorageBytes(*storage));
    CAMGLASS_ASSIGN_OR_RETURN(
        CheckpointTensor tensor,
        ViewStorage(path.empty() ? "tensor" : path, view, storage->element,
                    bytes, file_.owner, &budget_));
    checkpoint_.tensors.push_back(std::move(tensor));
    return Status();
  }

  // The storage's bytes; as many as the pickle says.
  StatusOr<std::span<const std::byte>> StorageBytes(
      const PickleStorage& storage) const {
    const auto entry = archive_.find(root_ + "data/" + storage.key);
    if (entry == archive_.end())
      return InvalidInput("the archive lacks the data of storage '" +
                          storage.key + "': the file is damaged; get it again");
    const auto bytes =
        CheckedMultiply(storage.elements, ElementBytes(storage.element));
    if (!bytes || *bytes != entry->second.bytes.size())
      return InvalidInput("the storage '" + storage.key + "' has " +
                          std::to_string(entry->second.bytes.size()) +
                          " bytes where the pickle says " +
                          std::to_string(storage.elements) + " elements of " +
                          ElementTypeName(storage.element));
    return entry->second.bytes;
  }

  const FileBytes& file_;
  const ZipArchive& archive_;
  const std::string root_;
  const PickleHeap& heap_;
  CheckpointBudget budget_;
  Checkpoint checkpoint_;
  size_t visits_ = 0;
};

}  // namespace

bool LooksLikeTorchZip(std::span<const std::byte> file) {
  return LooksLikeZip(file) &&
         AsText(file).find(kPickleName) != std::string_view::npos;
}

StatusOr<Checkpoint> ReadTorchZip(const FileBytes& file) {
  CAMGLASS_ASSIGN_OR_RETURN(const ZipArchive archive,
                            ReadStoredZip(file.bytes));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string root, FindRoot(archive));
  CAMGLASS_RETURN_IF_ERROR(CheckArchive(archive, root));
  CAMGLASS_ASSIGN_OR_RETURN(
      const Pickle pickle,
      ReadPickle(archive.at(root + std::string(kPickleName)).bytes));
  TensorCollector collector(file, archive, root, pickle.heap);
  CAMGLASS_RETURN_IF_ERROR(collector.Collect(pickle.root));
  return std::move(collector).Take();
}

}  // namespace camglass
