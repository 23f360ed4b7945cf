#include "weights/numpy/npz_reader.h"

#include <memory>
#include <string_view>
#include <utility>

#include "weights/byte_reader.h"
#include "weights/limits.h"
#include "weights/numpy/npz.h"
#include "weights/zip_signatures.h"

namespace camglass {
namespace {

// The values stay where they were unpacked if they are f32.
StatusOr<CheckpointTensor> TensorOf(const std::string& name, NpyArray array,
                                    CheckpointBudget* budget) {
  CAMGLASS_RETURN_IF_ERROR(budget->Admit(name, array.shape).status());
  const auto kept = std::make_shared<const NpyArray>(std::move(array));
  return TensorFromBytes(name, kept->shape, kept->type, kept->data.data(),
                         kept);
}

}  // namespace

bool LooksLikeNpz(std::span<const std::byte> file) {
  ByteReader reader(file);
  uint32_t signature = 0;
  uint16_t name_bytes = 0;
  std::string_view name;
  return reader.Read(&signature) && signature == kZipLocalHeader &&
         reader.Skip(22) && reader.Read(&name_bytes) && reader.Skip(2) &&
         reader.TakeText(name_bytes, &name) && name.ends_with(".npy");
}

StatusOr<Checkpoint> ReadNpzCheckpoint(const FileBytes& file) {
  const uint64_t most =
      limits::kMaxNpzGrowth * (file.bytes.size() + limits::kExtraElements);
  CAMGLASS_ASSIGN_OR_RETURN(NpzArchive archive, ReadNpz(file.bytes, most));
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kNpz;
  CheckpointBudget budget(file.bytes.size());
  for (auto& [name, array] : archive) {
    CAMGLASS_ASSIGN_OR_RETURN(CheckpointTensor tensor,
                              TensorOf(name, std::move(array), &budget));
    checkpoint.tensors.push_back(std::move(tensor));
  }
  return checkpoint;
}

}  // namespace camglass
