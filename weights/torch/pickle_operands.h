// The operands that follow a pickle's opcodes. Each reader fails where the
// pickle ends within the operand.
#ifndef CAMGLASS_WEIGHTS_TORCH_PICKLE_OPERANDS_H_
#define CAMGLASS_WEIGHTS_TORCH_PICKLE_OPERANDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/status.h"
#include "weights/byte_reader.h"
#include "weights/limits.h"

namespace camglass {

inline Status PickleCutShort() { return InvalidInput("it ends in the middle"); }

template <typename Integer>
StatusOr<int64_t> ReadInteger(ByteReader* reader) {
  Integer value = 0;
  if (!reader->Read(&value)) return PickleCutShort();
  return static_cast<int64_t>(value);
}

// A length, then as many bytes of text. A negative length is as wrong as one
// that is too long.
template <typename Length>
StatusOr<std::string> ReadString(ByteReader* reader) {
  Length length = 0;
  if (!reader->Read(&length)) return PickleCutShort();
  if (static_cast<uint64_t>(length) > limits::kMaxPickleStringBytes)
    return InvalidInput("a text in it has " + std::to_string(length) +
                        " bytes");
  std::string_view text;
  if (!reader->TakeText(static_cast<size_t>(length), &text))
    return PickleCutShort();
  return std::string(text);
}

// A length, then a whole number of so many bytes in two's complement; nothing
// where it does not fit 64 bits.
StatusOr<std::optional<int64_t>> ReadLong1(ByteReader* reader);

// Eight bytes, big-endian, unlike every other operand.
StatusOr<double> ReadFloat(ByteReader* reader);

// Text up to the next line feed, which is taken too.
StatusOr<std::string_view> ReadLine(ByteReader* reader);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_TORCH_PICKLE_OPERANDS_H_
