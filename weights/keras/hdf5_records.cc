#include "weights/keras/hdf5_records.h"

#include <string>
#include <string_view>
#include <utility>

#include "weights/byte_reader.h"
#include "weights/limits.h"

namespace camglass {
namespace {

class RecordReader {
 public:
  RecordReader(std::span<const std::byte> records, size_t file_bytes)
      : reader_(records), budget_(file_bytes) {}

  StatusOr<Hdf5Content> ReadAll() {
    Hdf5Content content;
    for (bool first = true;; first = false) {
      uint32_t name_bytes = 0;
      uint32_t rank = 0;
      if (!reader_.Read(&name_bytes) || !reader_.Read(&rank))
        return Incomplete();
      if (name_bytes == kHdf5Refusal) return Refusal(rank);
      if (first && name_bytes == kHdf5Config) {
        CAMGLASS_ASSIGN_OR_RETURN(content.config, Config(rank));
        continue;
      }
      if (name_bytes == 0) {
        if (rank != 0 || reader_.remaining() != 0) return Incomplete();
        return content;
      }
      CAMGLASS_ASSIGN_OR_RETURN(CheckpointTensor tensor,
                                ReadTensor(name_bytes, rank));
      content.tensors.push_back(std::move(tensor));
    }
  }

 private:
  static Status Incomplete() {
    return InvalidInput("its reader stopped half way; get the file again");
  }

  Status Refusal(size_t length) {
    std::string_view why;
    if (length == 0 || length > limits::kMaxHdf5RefusalBytes ||
        !reader_.TakeText(length, &why))
      return Incomplete();
    return InvalidInput(std::string(why));
  }

  StatusOr<std::string> Config(size_t length) {
    std::string_view text;
    if (length > limits::kMaxKerasConfigBytes ||
        !reader_.TakeText(length, &text))
      return Incomplete();
    return std::string(text);
  }

  StatusOr<CheckpointTensor> ReadTensor(uint32_t name_bytes, uint32_t rank) {
    if (rank > limits::kMaxTensorDims ||
        name_bytes > limits::kMaxTensorNameBytes)
      return Incomplete();
    std::vector<size_t> shape(rank);
    for (size_t& side : shape) {
      uint64_t value = 0;
      if (!reader_.Read(&value)) return Incomplete();
      side = value;
    }
    std::string_view name;
    if (!reader_.TakeText(name_bytes, &name)) return Incomplete();
    CAMGLASS_ASSIGN_OR_RETURN(const size_t count,
                              budget_.Admit(std::string(name), shape));
    std::span<const std::byte> data;
    if (!reader_.Take(count * sizeof(float), &data)) return Incomplete();
    std::vector<float> values(count);
    LoadElements(data.data(), ElementType::kF32, count, values.data());
    return TensorFromValues(std::string(name), std::move(shape),
                            ElementType::kF32, std::move(values));
  }

  ByteReader reader_;
  CheckpointBudget budget_;
};

}  // namespace

StatusOr<Hdf5Content> ReadHdf5Records(std::span<const std::byte> records,
                                      size_t file_bytes) {
  return RecordReader(records, file_bytes).ReadAll();
}

}  // namespace camglass
