#include "camapp/video/jpeg_stream.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <iterator>
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
  JpegStream reader;
  std::vector<Bytes> jpegs;
  Bytes jpeg;
  for (;;) {
    const auto more = reader.Next(stream, &jpeg);
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

// Decoders look for the next marker where one is missing, and so must we.
TEST(JpegStream, BytesBeforeAMarkerBelongToThePicture) {
  std::string odd(kOne);
  odd.insert(odd.find("\xFF\xDA"), "\x07\xFF\0\x08"s);
  EXPECT_EQ(Split(odd + std::string(kOne)),
            (std::vector<Bytes>{BytesOf(odd), BytesOf(kOne)}));
}

TEST(JpegStream, AStartMarkerByChanceIsNoPicture) {
  // The tail of a broken frame: FF D8 FF can't go on with 00 or a restart.
  const std::string junk = "\xFF\xD8\xFF\x00zz\xFF\xD8\xFF\xD3"s;
  EXPECT_EQ(Split(junk + std::string(kOne)),
            (std::vector<Bytes>{BytesOf(kOne)}));
}

std::string ReadFile(const std::string& name) {
  std::ifstream in(CAMGLASS_VIDEO_DATA "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(JpegStream, CamerasStreams) {
  const auto clean = Split(ReadFile("same_frames_clean.mjpeg"));
  EXPECT_EQ(clean.size(), 30u);
  EXPECT_EQ(Split(ReadFile("bytes_before_restart_markers.mjpeg")).size(), 30u);
  EXPECT_EQ(Split(ReadFile("frames_without_eoi.mjpeg")).size(), 5u);
  EXPECT_EQ(Split(ReadFile("text_before_first_frame.mjpeg")).size(), 3u);
}

TEST(JpegStream, TellsWhatCameBeforeTheFirst) {
  const auto skipped_before = [](std::string_view text) {
    const Bytes bytes = BytesOf(text);
    InputStream stream = InputStream::Over(bytes);
    JpegStream reader;
    Bytes jpeg;
    while (reader.Next(stream, &jpeg).ok() && !jpeg.empty()) {
    }
    return reader.skipped_before_first();
  };
  const std::string one(kOne);
  EXPECT_EQ(skipped_before(one + "between" + one), 0u);
  EXPECT_EQ(skipped_before("hello\n" + one + "between" + one), 6u);
  EXPECT_EQ(skipped_before("--b\r\nContent-Type: image/jpeg\r\n\r\n" + one),
            0u);
}

// The camera's program writes a frame and then waits for the next.
TEST(JpegStream, APictureIsThereBeforeTheNextBegins) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const int given_up = eventfd(0, 0);
  auto stream = InputStream::Open("/proc/self/fd/" + std::to_string(ends[0]));
  ASSERT_TRUE(stream.ok()) << stream.status().message();
  stream->SetWakeFd(given_up);
  ASSERT_EQ(write(ends[1], kOne.data(), kOne.size()),
            static_cast<ssize_t>(kOne.size()));
  JpegStream reader;
  Bytes jpeg;
  auto read = std::async(std::launch::async,
                         [&] { return reader.Next(*stream, &jpeg).ok(); });
  // Only there to end a test that fails.
  EXPECT_EQ(read.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  const uint64_t one = 1;
  ASSERT_EQ(write(given_up, &one, sizeof(one)), 8);
  EXPECT_TRUE(read.get());
  EXPECT_EQ(jpeg, BytesOf(kOne));
  for (const int fd : {ends[0], ends[1], given_up}) close(fd);
}

// As network cameras send it (RFC 2046), and as they do it wrong.
std::string Part(std::string_view content, const std::string& length) {
  return "--frame\r\nContent-Type: image/jpeg\r\n" +
         (length.empty() ? "" : "Content-Length: " + length + "\r\n") + "\r\n" +
         std::string(content) + "\r\n";
}
std::string LengthOf(std::string_view content) {
  return std::to_string(content.size());
}

TEST(JpegStream, Multipart) {
  const std::string http =
      "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; "
      "boundary=frame\r\n\r\n";
  const std::vector<Bytes> both = {BytesOf(kOne), BytesOf(kWithThumbnail)};
  EXPECT_EQ(
      Split(http + Part(kOne, LengthOf(kOne)) +
            Part(kWithThumbnail, LengthOf(kWithThumbnail)) + "--frame--\r\n"),
      both);
  EXPECT_EQ(Split(http + Part(kOne, "") + Part(kWithThumbnail, "")), both);
}

TEST(JpegStream, PartsWithoutEndMarkerEndWithTheirPart) {
  const std::string_view open = kOne.substr(0, kOne.size() - 2);
  const std::vector<Bytes> both = {BytesOf(open), BytesOf(kOne)};
  EXPECT_EQ(Split(Part(open, LengthOf(open)) + Part(kOne, LengthOf(kOne))),
            both);
  EXPECT_EQ(Split(Part(open, "") + Part(kOne, "")), both);
}

TEST(JpegStream, AWrongContentLengthCostsNoPicture) {
  const std::vector<Bytes> both = {BytesOf(kOne), BytesOf(kOne)};
  for (const char* length :
       {"1", "9", "12", "27", "100000", "0", "-5", "99999999999999999999", "x"})
    EXPECT_EQ(Split(Part(kOne, length) + Part(kOne, length)), both) << length;
}

}  // namespace
}  // namespace camglass
