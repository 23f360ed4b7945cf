#include "weights/torch/pickle_operands.h"

#include <bit>
#include <span>

namespace camglass {

StatusOr<std::optional<int64_t>> ReadLong1(ByteReader* reader) {
  uint8_t length = 0;
  std::span<const std::byte> bytes;
  if (!reader->Read(&length) || !reader->Take(length, &bytes))
    return PickleCutShort();
  if (length > sizeof(uint64_t)) return std::optional<int64_t>();
  if (length == 0) return std::optional<int64_t>(0);
  const bool negative = (std::to_integer<unsigned>(bytes.back()) & 0x80) != 0;
  uint64_t value = negative ? ~uint64_t{0} : 0;
  for (size_t i = length; i-- > 0;)
    value = (value << 8) | std::to_integer<uint64_t>(bytes[i]);
  return std::optional<int64_t>(std::bit_cast<int64_t>(value));
}

StatusOr<double> ReadFloat(ByteReader* reader) {
  uint64_t bits = 0;
  if (!reader->Read(&bits)) return PickleCutShort();
  return std::bit_cast<double>(__builtin_bswap64(bits));
}

StatusOr<std::string_view> ReadLine(ByteReader* reader) {
  ByteReader ahead = *reader;
  size_t length = 0;
  char c = 0;
  while (ahead.Read(&c) && c != '\n') ++length;
  std::string_view line;
  if (c != '\n' || !reader->TakeText(length, &line) || !reader->Skip(1))
    return PickleCutShort();
  return line;
}

}  // namespace camglass
