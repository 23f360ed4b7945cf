#include "camapp/video/jpeg_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace camglass {
namespace {

using namespace std::literals;
using Bytes = std::vector<uint8_t>;

Bytes BytesOf(std::string_view text) { return {text.begin(), text.end()}; }

// The smallest things that have a JPEG's structure: start, a comment, a scan
// with an escaped FF and a restart, end.
constexpr auto kOne =
    "\xFF\xD8\xFF\xFE\x00\x04"
    "ab"
    "\xFF\xDA\x00\x02x\xFF\x00y\xFF\xD0z\xFF\xD9"sv;
// A picture inside another's segment, as thumbnails are.
constexpr auto kWithThumbnail =
    "\xFF\xD8\xFF\xE1\x00\x08\xFF\xD8\xFF\xD9pq\xFF\xDA\x00\x02"
    "data\xFF\xD9"sv;

std::vector<Bytes> Split(std::string_view text) {
  const Bytes bytes = BytesOf(text);
  InputStream stream = InputStream::Over(bytes);
  std::vector<Bytes> jpegs;
  Bytes jpeg;
  for (;;) {
    const auto more = ReadJpeg(stream, &jpeg);
    EXPECT_TRUE(more.ok());
    if (!more.ok() || !*more) return jpegs;
    jpegs.push_back(jpeg);
  }
}

TEST(JpegStream, SplitsBetweenPictures) {
  const std::string two = std::string(kOne) + std::string(kWithThumbnail);
  EXPECT_EQ(Split(two),
            (std::vector<Bytes>{BytesOf(kOne), BytesOf(kWithThumbnail)}));
}

TEST(JpegStream, SkipsWhatLiesBetween) {
  const std::string stream = "--boundary\r\n" + std::string(kOne) + "\0\0\0"s +
                             std::string(kOne) + "x";
  EXPECT_EQ(Split(stream), (std::vector<Bytes>{BytesOf(kOne), BytesOf(kOne)}));
}

TEST(JpegStream, APictureThatBreaksOffDoesNotTakeTheNextWithIt) {
  const std::string broken(kOne.substr(0, 8));
  EXPECT_EQ(Split(broken + std::string(kOne)),
            (std::vector<Bytes>{BytesOf(broken), BytesOf(kOne)}));
}

TEST(JpegStream, CutAnywhereItGivesWhatThereIs) {
  for (size_t length = 0; length < kOne.size(); ++length) {
    const std::vector<Bytes> jpegs = Split(kOne.substr(0, length));
    ASSERT_LE(jpegs.size(), 1u) << length;
    if (length < 3) continue;  // too little to know a picture by
    ASSERT_EQ(jpegs.size(), 1u) << length;
    // The first half of a marker may be left out.
    const Bytes there = BytesOf(kOne.substr(0, length));
    ASSERT_GE(jpegs[0].size() + 1, there.size());
    EXPECT_TRUE(std::equal(jpegs[0].begin(), jpegs[0].end(), there.begin()));
  }
}

}  // namespace
}  // namespace camglass
