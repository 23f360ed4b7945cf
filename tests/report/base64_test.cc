#include "tools/audit/base64.h"

#include <gtest/gtest.h>

#include <string_view>

namespace camglass {
namespace {

std::string Of(std::string_view text) {
  return Base64({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

// The examples of RFC 4648, section 10.
TEST(Base64, IsTheStandards) {
  EXPECT_EQ(Of(""), "");
  EXPECT_EQ(Of("f"), "Zg==");
  EXPECT_EQ(Of("fo"), "Zm8=");
  EXPECT_EQ(Of("foo"), "Zm9v");
  EXPECT_EQ(Of("foob"), "Zm9vYg==");
  EXPECT_EQ(Of("fooba"), "Zm9vYmE=");
  EXPECT_EQ(Of("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsBackWhatItMade) {
  std::string bytes;
  for (int i = 255; i >= 0; --i) bytes += static_cast<char>(i);
  for (size_t n = 0; n < bytes.size(); ++n) {
    const auto read = FromBase64(Of(bytes.substr(0, n)));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(std::string(read->begin(), read->end()), bytes.substr(0, n));
  }
}

TEST(Base64, OtherTextsAreNone) {
  for (const char* text : {"Zg=", "Z===", "Zh==", "Zm9v\n", "Zm9*", "===="})
    EXPECT_FALSE(FromBase64(text).has_value()) << text;
}

}  // namespace
}  // namespace camglass
