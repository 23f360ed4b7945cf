#include "camapp/video/part_header.h"

#include <gtest/gtest.h>

#include <string>

namespace camglass {
namespace {

void Expect(const std::string& text, const std::string& boundary,
            size_t length) {
  const PartHeader header = ParsePartHeader(text);
  EXPECT_EQ(header.boundary, boundary) << text;
  EXPECT_EQ(header.length, length) << text;
}

TEST(PartHeader, ReadsWhatCamerasWrite) {
  Expect("--b\r\nContent-Type: image/jpeg\r\nContent-Length: 123\r\n\r\n",
         "--b", 123);
  Expect("--b\ncontent-length:7 \n\n", "--b", 7);
  Expect("\r\n--b\r\nContent-type: image/jpeg\r\n\r\n", "--b", 0);
  Expect("----x\r\nCONTENT-LENGTH: 9\r\nX-Time: 1.5\r\n\r\n", "----x", 9);
}

TEST(PartHeader, TheLastPartCounts) {
  Expect("--b\r\nContent-Length: 1\r\n\r\nold\r\n--b\r\nX: y\r\n\r\n", "--b",
         0);
}

TEST(PartHeader, OtherTextIsNone) {
  Expect("", "", 0);
  Expect("Content-Length: 5\r\n\r\n", "", 0);
  Expect("--b\r\nContent-Length: 5\r\n", "", 0);
  Expect("--b\r\nContent-Length: 5\r\n\r\nx", "", 0);
  Expect("--\r\n\r\n", "", 0);
}

}  // namespace
}  // namespace camglass
