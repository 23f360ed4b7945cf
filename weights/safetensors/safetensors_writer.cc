#include "weights/safetensors/safetensors_writer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/check.h"
#include "engine/base/checked_math.h"
#include "weights/safetensors/safetensors_header.h"

namespace camglass {
namespace {

constexpr size_t kDataAlignment = 64;

size_t CountOf(const TensorToWrite& tensor) {
  const auto count = CheckedElementCount(tensor.shape);
  CAMGLASS_CHECK(count.has_value());
  return *count;
}

// Length and JSON, with its padding.
std::string HeaderBytes(const std::vector<TensorToWrite>& tensors,
                        const std::map<std::string, std::string>& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  uint64_t begin = 0;
  for (const TensorToWrite& tensor : tensors) {
    const char* type = SafetensorsTypeName(tensor.type);
    const uint64_t end = begin + CountOf(tensor) * ElementBytes(tensor.type);
    CAMGLASS_CHECK(type != nullptr && !header.contains(tensor.name));
    header[tensor.name] = {{"dtype", type},
                           {"shape", tensor.shape},
                           {"data_offsets", {begin, end}}};
    begin = end;
  }
  std::string json = header.dump(
      -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  const size_t unpadded = sizeof(uint64_t) + json.size();
  const size_t past = unpadded % kDataAlignment;
  if (past != 0) json.append(kDataAlignment - past, ' ');
  const uint64_t length = json.size();
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes + json;
}

Status WriteHalves(std::span<const float> values, const ByteSink& sink) {
  constexpr size_t kPiece = 16'384;
  std::vector<uint16_t> halves;
  for (size_t at = 0; at < values.size(); at += kPiece) {
    const auto piece = values.subspan(at, std::min(kPiece, values.size() - at));
    halves.resize(piece.size());
    std::transform(piece.begin(), piece.end(), halves.begin(), F32ToF16);
    CAMGLASS_RETURN_IF_ERROR(sink(std::as_bytes(std::span(halves))));
  }
  return Status();
}

}  // namespace

Status WriteSafetensors(const std::vector<TensorToWrite>& tensors,
                        const std::map<std::string, std::string>& metadata,
                        const ByteSink& sink) {
  const std::string header = HeaderBytes(tensors, metadata);
  CAMGLASS_RETURN_IF_ERROR(sink(std::as_bytes(std::span(header))));
  for (const TensorToWrite& tensor : tensors) {
    const std::span values(tensor.data, CountOf(tensor));
    CAMGLASS_CHECK(tensor.type == ElementType::kF32 ||
                   tensor.type == ElementType::kF16);
    CAMGLASS_RETURN_IF_ERROR(tensor.type == ElementType::kF16
                                 ? WriteHalves(values, sink)
                                 : sink(std::as_bytes(values)));
  }
  return Status();
}

}  // namespace camglass
