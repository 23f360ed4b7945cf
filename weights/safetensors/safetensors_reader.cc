#include "weights/safetensors/safetensors_reader.h"

#include <algorithm>
#include <utility>

#include "weights/byte_reader.h"
#include "weights/limits.h"
#include "weights/safetensors/safetensors_header.h"

namespace camglass {
namespace {

struct Parts {
  std::string_view header;
  std::span<const std::byte> data;
};

StatusOr<Parts> Split(std::span<const std::byte> file) {
  ByteReader reader(file);
  uint64_t length = 0;
  Parts parts;
  if (!reader.Read(&length))
    return InvalidInput("the file is too short for safetensors");
  if (length > limits::kMaxSafetensorsHeaderBytes)
    return InvalidInput("the safetensors header would have " +
                        std::to_string(length) + " bytes, more than " +
                        std::to_string(limits::kMaxSafetensorsHeaderBytes));
  if (!reader.TakeText(static_cast<size_t>(length), &parts.header))
    return InvalidInput(
        "the safetensors header runs past the end: the file is cut short; get "
        "it again");
  if (parts.header.empty() || parts.header.front() != '{')
    return InvalidInput("the safetensors header does not start with '{'");
  parts.data = file.subspan(reader.position());
  return parts;
}

}  // namespace

bool LooksLikeSafetensors(std::span<const std::byte> file) {
  ByteReader reader(file);
  uint64_t length = 0;
  char first = 0;
  return reader.Read(&length) && length <= file.size() && reader.Read(&first) &&
         first == '{';
}

StatusOr<Checkpoint> ReadSafetensors(const FileBytes& file) {
  CAMGLASS_ASSIGN_OR_RETURN(const Parts parts, Split(file.bytes));
  CAMGLASS_ASSIGN_OR_RETURN(SafetensorsHeader header,
                            ParseSafetensorsHeader(parts.header));
  CAMGLASS_RETURN_IF_ERROR(CheckSafetensorsLayout(header, parts.data.size()));
  std::stable_sort(header.entries.begin(), header.entries.end(),
                   [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
                     return a.begin < b.begin;
                   });
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kSafetensors;
  checkpoint.metadata = std::move(header.metadata);
  CheckpointBudget budget(file.bytes.size());
  for (SafetensorsEntry& entry : header.entries) {
    CAMGLASS_RETURN_IF_ERROR(budget.Admit(entry.name, entry.shape).status());
    const std::byte* const source = parts.data.data() + entry.begin;
    CheckpointTensor tensor =
        TensorFromBytes(std::move(entry.name), std::move(entry.shape),
                        entry.type, source, file.owner);
    const bool in_file = static_cast<const void*>(tensor.data) == source;
    tensor.release = in_file ? file.release : nullptr;
    checkpoint.tensors.push_back(std::move(tensor));
  }
  return checkpoint;
}

}  // namespace camglass
