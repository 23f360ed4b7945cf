#include "weights/torch/torch_legacy_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/checked_math.h"
#include "weights/byte_reader.h"
#include "weights/limits.h"
#include "weights/torch/pickle_machine.h"
#include "weights/torch/pickle_opcodes.h"
#include "weights/torch/tensor_collector.h"

namespace camglass {
namespace {

using namespace std::string_view_literals;

// LONG1 of ten bytes, 0x1950a86a20f9469cfc6c, and STOP.
constexpr std::string_view kMagicProgram =
    "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."sv;
constexpr int64_t kStreamVersion = 1001;

// Where the magic number's pickle ends: PROTO, perhaps FRAME, the number, STOP.
std::optional<size_t> EndOfMagic(std::span<const std::byte> file) {
  ByteReader reader(file);
  uint8_t opcode = 0;
  if (!reader.Read(&opcode) || opcode != pickle_opcode::kProto ||
      !reader.Skip(1))
    return std::nullopt;
  ByteReader framed = reader;
  if (framed.Read(&opcode) && opcode == pickle_opcode::kFrame && framed.Skip(8))
    reader = framed;
  std::string_view program;
  if (!reader.TakeText(kMagicProgram.size(), &program) ||
      program != kMagicProgram)
    return std::nullopt;
  return reader.position();
}

// Storages by key, as the pickle describes them.
using Storages = std::map<std::string, PickleStorage>;
using StorageData = std::map<std::string, std::span<const std::byte>>;

StatusOr<Storages> StoragesIn(const PickleHeap& heap) {
  Storages storages;
  for (const PickleValue& value : heap.values) {
    const auto* storage = std::get_if<PickleStorage>(&value);
    if (storage == nullptr) continue;
    const auto [known, added] = storages.emplace(storage->key, *storage);
    if (!added && (known->second.element != storage->element ||
                   known->second.elements != storage->elements))
      return InvalidInput("the pickle describes the storage '" + storage->key +
                          "' in two ways");
  }
  return storages;
}

// The pickles and the storages after them, one after another.
class LegacyStream {
 public:
  LegacyStream(std::span<const std::byte> file, size_t position)
      : file_(file), position_(position) {}

  StatusOr<Pickle> NextPickle(const char* what) {
    const auto rest = file_.subspan(position_);
    StatusOr<Pickle> pickle =
        ReadPickle(rest.first(std::min(rest.size(), limits::kMaxPickleBytes)));
    if (!pickle.ok()) return pickle.status().WithContext(what);
    position_ += pickle->bytes;
    return pickle;
  }

  StatusOr<std::span<const std::byte>> NextStorage(
      const PickleStorage& storage) {
    ByteReader reader(file_, position_);
    int64_t count = 0;
    std::span<const std::byte> data;
    if (!reader.Read(&count)) return CutShort(storage.key);
    if (count < 0 || static_cast<uint64_t>(count) != storage.elements)
      return InvalidInput("the storage '" + storage.key + "' has " +
                          std::to_string(count) +
                          " elements where the pickle says " +
                          std::to_string(storage.elements));
    const auto bytes =
        CheckedMultiply(storage.elements, ElementBytes(storage.element));
    if (!bytes || !reader.Take(*bytes, &data)) return CutShort(storage.key);
    position_ = reader.position();
    return data;
  }

  size_t remaining() const { return file_.size() - position_; }

 private:
  static Status CutShort(const std::string& key) {
    return InvalidInput("the data of storage '" + key +
                        "' runs past the end: the file is cut short; get it "
                        "again");
  }

  std::span<const std::byte> file_;
  size_t position_;
};

Status CheckVersion(const Pickle& pickle) {
  const auto* version = pickle.heap.As<int64_t>(pickle.root);
  if (version != nullptr && *version == kStreamVersion) return Status();
  return InvalidInput(
      "the checkpoint's version is not 1001, the only one that PyTorch wrote: "
      "the file is damaged; get it again");
}

// {'protocol_version': 1001, 'little_endian': True, 'type_sizes': {...}}
Status CheckSystem(const Pickle& pickle) {
  const PickleHeap& heap = pickle.heap;
  const auto* facts = heap.As<PickleDict>(pickle.root);
  if (facts == nullptr)
    return InvalidInput("the checkpoint does not say what system made it");
  for (const auto& [key, value] : facts->items) {
    const auto* name = heap.As<std::string>(key);
    if (name == nullptr || *name != "little_endian") continue;
    const auto* little = heap.As<bool>(value);
    if (little != nullptr && *little) return Status();
  }
  return InvalidInput(
      "the checkpoint is big-endian; save it again on a little-endian machine");
}

StatusOr<StorageData> ReadStorages(const Pickle& keys, const Storages& storages,
                                   LegacyStream* stream) {
  const auto* list = keys.heap.As<PickleList>(keys.root);
  if (list == nullptr)
    return InvalidInput("the checkpoint has no list of its storages");
  StorageData data;
  for (PickleRef item : list->items) {
    const auto* key = keys.heap.As<std::string>(item);
    const auto storage = key == nullptr ? storages.end() : storages.find(*key);
    if (storage == storages.end())
      return InvalidInput(
          "the checkpoint lists a storage that no tensor is in, or of a number "
          "type that is not read, whose size is unknown; load it with PyTorch "
          "and save its weights again");
    if (data.contains(*key))
      return InvalidInput("the checkpoint lists the storage '" + *key +
                          "' twice");
    CAMGLASS_ASSIGN_OR_RETURN(data[*key], stream->NextStorage(storage->second));
  }
  return data;
}

}  // namespace

bool LooksLikeTorchLegacy(std::span<const std::byte> file) {
  return EndOfMagic(file).has_value();
}

StatusOr<Checkpoint> ReadTorchLegacy(const FileBytes& file) {
  const auto start = EndOfMagic(file.bytes);
  if (!start) return InvalidInput("this is not a PyTorch checkpoint");
  LegacyStream stream(file.bytes, *start);
  CAMGLASS_ASSIGN_OR_RETURN(const Pickle version, stream.NextPickle("version"));
  CAMGLASS_RETURN_IF_ERROR(CheckVersion(version));
  CAMGLASS_ASSIGN_OR_RETURN(const Pickle system, stream.NextPickle("system"));
  CAMGLASS_RETURN_IF_ERROR(CheckSystem(system));
  CAMGLASS_ASSIGN_OR_RETURN(const Pickle object, stream.NextPickle("object"));
  CAMGLASS_ASSIGN_OR_RETURN(const Storages storages, StoragesIn(object.heap));
  CAMGLASS_ASSIGN_OR_RETURN(const Pickle keys, stream.NextPickle("keys"));
  CAMGLASS_ASSIGN_OR_RETURN(const StorageData data,
                            ReadStorages(keys, storages, &stream));
  CAMGLASS_ASSIGN_OR_RETURN(
      Checkpoint checkpoint,
      CollectTensors(object, CheckpointFormat::kTorchLegacy, file,
                     [&](const PickleStorage& storage)
                         -> StatusOr<std::span<const std::byte>> {
                       const auto found = data.find(storage.key);
                       if (found != data.end()) return found->second;
                       return InvalidInput(
                           "the checkpoint lacks the data of storage '" +
                           storage.key + "'");
                     }));
  if (stream.remaining() != 0)
    checkpoint.notes.push_back(std::to_string(stream.remaining()) +
                               " bytes after the checkpoint's end were not "
                               "read");
  return checkpoint;
}

}  // namespace camglass
