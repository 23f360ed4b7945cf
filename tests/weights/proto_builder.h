// Protobuf messages made by hand, field by field.
#ifndef CAMGLASS_TESTS_WEIGHTS_PROTO_BUILDER_H_
#define CAMGLASS_TESTS_WEIGHTS_PROTO_BUILDER_H_

#include <cstdint>
#include <string>

namespace camglass {

inline std::string ProtoVarint(uint64_t value) {
  std::string out;
  for (; value > 127; value >>= 7)
    out += static_cast<char>((value & 127) | 128);
  return out + static_cast<char>(value);
}

// A number.
inline std::string ProtoNumber(uint64_t field, uint64_t value) {
  return ProtoVarint(field << 3) + ProtoVarint(value);
}

// A text or a message.
inline std::string ProtoField(uint64_t field, const std::string& payload) {
  return ProtoVarint(field << 3 | 2) + ProtoVarint(payload.size()) + payload;
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_PROTO_BUILDER_H_
