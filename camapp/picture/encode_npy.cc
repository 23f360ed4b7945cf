#include "camapp/picture/encode_npy.h"

#include <bit>
#include <cstring>
#include <functional>
#include <numeric>
#include <string>

#include "engine/base/check.h"

namespace camglass {
namespace {

static_assert(std::endian::native == std::endian::little,
              "values are written as they lie in memory");

constexpr size_t kPreambleBytes = 10;
constexpr size_t kAlignment = 64;

std::string HeaderText(std::string_view type, std::span<const size_t> shape) {
  std::string text = "{'descr': '" + std::string(type) +
                     "', 'fortran_order': False, 'shape': (";
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  text += shape.size() == 1 ? ",), }" : "), }";
  const size_t used = kPreambleBytes + text.size() + 1;
  text.append((kAlignment - used % kAlignment) % kAlignment, ' ');
  return text + '\n';
}

}  // namespace

std::vector<uint8_t> NpyHeader(std::string_view type,
                               std::span<const size_t> shape) {
  const std::string header = HeaderText(type, shape);
  std::vector<uint8_t> bytes = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  bytes.push_back(static_cast<uint8_t>(header.size() & 0xFF));
  bytes.push_back(static_cast<uint8_t>(header.size() >> 8));
  bytes.insert(bytes.end(), header.begin(), header.end());
  return bytes;
}

std::vector<uint8_t> EncodeNpy(std::span<const float> values,
                               std::span<const size_t> shape) {
  CAMGLASS_CHECK(values.size() == std::accumulate(shape.begin(), shape.end(),
                                                  size_t{1},
                                                  std::multiplies<>()));
  std::vector<uint8_t> bytes = NpyHeader("<f4", shape);
  const size_t at = bytes.size();
  bytes.resize(at + values.size_bytes());
  if (!values.empty())
    std::memcpy(bytes.data() + at, values.data(), values.size_bytes());
  return bytes;
}

}  // namespace camglass
