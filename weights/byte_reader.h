// Reads little-endian numbers and byte runs from the front of a span. Every
// read is checked: past the end it returns false and leaves the position.
#ifndef CAMGLASS_WEIGHTS_BYTE_READER_H_
#define CAMGLASS_WEIGHTS_BYTE_READER_H_

#include <bit>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace camglass {

static_assert(std::endian::native == std::endian::little,
              "weight files are little-endian and read as they are");

inline std::string_view AsText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes, size_t position = 0)
      : bytes_(bytes), position_(position) {}

  size_t position() const { return position_; }
  // Zero where the position given at the start was past the end.
  size_t remaining() const {
    return position_ < bytes_.size() ? bytes_.size() - position_ : 0;
  }

  template <typename T>
  bool Read(T* out) {
    static_assert(std::is_arithmetic_v<T>);
    if (remaining() < sizeof(T)) return false;
    std::memcpy(out, bytes_.data() + position_, sizeof(T));
    position_ += sizeof(T);
    return true;
  }

  bool Take(size_t count, std::span<const std::byte>* out) {
    if (remaining() < count) return false;
    *out = bytes_.subspan(position_, count);
    position_ += count;
    return true;
  }

  // A view into the bytes, which must outlive it.
  bool TakeText(size_t count, std::string_view* out) {
    std::span<const std::byte> run;
    if (!Take(count, &run)) return false;
    *out = AsText(run);
    return true;
  }

  bool Skip(size_t count) {
    std::span<const std::byte> ignored;
    return Take(count, &ignored);
  }

 private:
  std::span<const std::byte> bytes_;
  size_t position_;
};

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_BYTE_READER_H_
