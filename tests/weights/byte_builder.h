// Files made by hand, number by number.
#ifndef CAMGLASS_TESTS_WEIGHTS_BYTE_BUILDER_H_
#define CAMGLASS_TESTS_WEIGHTS_BYTE_BUILDER_H_

#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace camglass {

class ByteBuilder {
 public:
  // Little-endian.
  template <typename T>
  ByteBuilder& Add(std::type_identity_t<T> value) {
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    text_.append(bytes, sizeof(T));
    return *this;
  }
  ByteBuilder& Text(std::string_view text) {
    text_ += text;
    return *this;
  }
  size_t size() const { return text_.size(); }
  const std::string& str() const { return text_; }

 private:
  std::string text_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_WEIGHTS_BYTE_BUILDER_H_
