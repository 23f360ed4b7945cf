#include "engine/base/sha256.h"

#include <gtest/gtest.h>

#include <string>

namespace camglass {
namespace {

std::string Of(const std::string& text) {
  return Sha256Of(std::as_bytes(std::span(text)));
}

// The examples of FIPS 180 (NIST's csrc, "SHA256.pdf" and the long message).
TEST(Sha256Test, KnownSums) {
  EXPECT_EQ(Of(""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Of("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Of(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, PiecesGiveTheSameSum) {
  const std::string text(1'000, 'x');
  const auto bytes = std::as_bytes(std::span(text));
  for (size_t piece : {1, 3, 55, 56, 63, 64, 65, 128, 999}) {
    Sha256 sum;
    for (size_t at = 0; at < bytes.size(); at += piece)
      sum.Add(bytes.subspan(at, std::min(piece, bytes.size() - at)));
    EXPECT_EQ(sum.Finish(), Of(text)) << piece;
  }
}

}  // namespace
}  // namespace camglass
