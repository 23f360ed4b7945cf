#include "weights/torch/torch_reader.h"

#include <string>
#include <string_view>
#include <utility>

#include "engine/base/checked_math.h"
#include "weights/byte_reader.h"
#include "weights/torch/pickle_machine.h"
#include "weights/torch/tensor_collector.h"
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

Status RefuseTorchScript() {
  return InvalidInput(
      "this is a TorchScript program, not a checkpoint; save its weights with "
      "torch.save(model.state_dict(), ...)");
}

Status CheckArchive(const ZipArchive& archive, const std::string& root) {
  const auto code = archive.lower_bound(root + "code/");
  const bool has_code =
      code != archive.end() && code->first.starts_with(root + "code/");
  if (has_code || archive.contains(root + "constants.pkl"))
    return RefuseTorchScript();
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

// The storage's bytes; as many as the pickle says.
StatusOr<std::span<const std::byte>> StorageBytes(
    const ZipArchive& archive, const std::string& root,
    const PickleStorage& storage) {
  const auto entry = archive.find(root + "data/" + storage.key);
  if (entry == archive.end())
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

}  // namespace

bool LooksLikeTorchZip(std::span<const std::byte> file) {
  return LooksLikeZip(file) &&
         AsText(file).find(kPickleName) != std::string_view::npos;
}

StatusOr<Checkpoint> ReadTorchZip(const FileBytes& file) {
  StatusOr<ZipArchive> read = ReadStoredZip(file.bytes);
  // A program's code is compressed, so the archive's own error comes first.
  if (!read.ok() &&
      AsText(file.bytes).find("/constants.pkl") != std::string_view::npos)
    return RefuseTorchScript();
  CAMGLASS_RETURN_IF_ERROR(read.status());
  const ZipArchive archive = *std::move(read);
  CAMGLASS_ASSIGN_OR_RETURN(const std::string root, FindRoot(archive));
  CAMGLASS_RETURN_IF_ERROR(CheckArchive(archive, root));
  CAMGLASS_ASSIGN_OR_RETURN(
      const Pickle pickle,
      ReadPickle(archive.at(root + std::string(kPickleName)).bytes));
  return CollectTensors(pickle, CheckpointFormat::kTorchZip, file,
                        [&](const PickleStorage& storage) {
                          return StorageBytes(archive, root, storage);
                        });
}

}  // namespace camglass
