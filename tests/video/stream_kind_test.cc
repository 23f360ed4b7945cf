#include "camapp/video/stream_kind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "camapp/video/limits.h"

namespace camglass {
namespace {

using namespace std::literals;
using ::testing::HasSubstr;

constexpr auto kJpeg = "\xFF\xD8\xFF\xE0\0\x10JFIF\0........"sv;

StatusOr<StreamStart> Find(std::string_view text) {
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  InputStream stream = InputStream::Over(bytes);
  return FindStreamStart(stream, "film");
}
std::string Refusal(std::string_view text) {
  return Find(text).status().message();
}

void ExpectAt(std::string_view text, StreamKind kind, size_t offset) {
  const auto start = Find(text);
  ASSERT_TRUE(start.ok()) << start.status().message();
  EXPECT_EQ(start->kind, kind);
  EXPECT_EQ(start->offset, offset);
}

TEST(StreamKind, WhatCanBePlayed) {
  ExpectAt(kJpeg, StreamKind::kJpegs, 0);
  ExpectAt("YUV4MPEG2 W2 H2\n"sv, StreamKind::kY4m, 0);
  ExpectAt("CAMGREC1\0\0\0\0\0\0\0\0"sv, StreamKind::kRecording, 0);
}

TEST(StreamKind, AfterAGreetingTheRestOfAFrameOrHeaders) {
  const std::string jpeg(kJpeg);
  ExpectAt("hello\n" + jpeg, StreamKind::kJpegs, 6);
  ExpectAt("hello\nYUV4MPEG2 W2 H2\n", StreamKind::kY4m, 6);
  ExpectAt("\x12\xFF\0\0\0\x01\x67\xFF\xD9"s + jpeg, StreamKind::kJpegs, 9);
  const std::string headers =
      "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; "
      "boundary=x\r\n\r\n--x\r\nContent-Type: image/jpeg\r\n\r\n";
  ExpectAt(headers + jpeg, StreamKind::kJpegs, headers.size());
}

TEST(StreamKind, NoFurtherThanTheLimit) {
  const std::string zeros(limits::kMaxBytesBeforePictures - kJpeg.size(), '\0');
  ExpectAt(zeros + std::string(kJpeg), StreamKind::kJpegs, zeros.size());
  const std::string more(2 * limits::kMaxBytesBeforePictures, '\0');
  EXPECT_THAT(Refusal(more + std::string(kJpeg)), HasSubstr("neither JPEG"));
}

// First bytes as the formats' specifications have them: parameter sets and
// delimiters of H.264 (Annex B) and H.265, with both lengths of start code.
TEST(StreamKind, EncodedVideoIsNamedWithTheOptionForMjpeg) {
  for (const auto& [bytes, name] :
       std::vector<std::pair<std::string_view, const char*>>{
           {"\0\0\0\x01\x27\x64\x00\x28........"sv, "H.264"},
           {"\0\0\0\x01\x67\x42\x00\x1e........"sv, "H.264"},
           {"\0\0\x01\x67\x42\x00\x1e........."sv, "H.264"},
           {"\0\0\0\x01\x09\x10\0\0\0\x01\x67..."sv, "H.264"},
           {"\0\0\0\x01\x06\x05........"sv, "H.264"},
           {"\0\0\0\x01\x40\x01\x0c\x01....."sv, "H.265"},
           {"\0\0\0\x01\x46\x01\x10\0\0\0\x01."sv, "H.265"},
           {"greetings\n\0\0\0\x01\x67\x42\x00\x1e..."sv, "H.264"},
           {"\0\0\0\x18"
            "ftypisom0000"sv,
            "MP4"},
           {"\x1A\x45\xDF\xA3\x01\0\0\0\0\0\0\x1F"sv, "Matroska"},
           {"RIFF\x10\0\0\0AVI LIST"sv, "AVI"},
           {"OggS\0\x02.........."sv, "Ogg"},
           {"\0\0\x01\xBA\x44........."sv, "MPEG programme"},
           {"\0\0\x01\xB3\x14........."sv, "MPEG-2"}}) {
    EXPECT_THAT(Refusal(bytes), HasSubstr(name));
    EXPECT_THAT(Refusal(bytes), HasSubstr("rpicam-vid --codec mjpeg")) << name;
    EXPECT_THAT(Refusal(bytes), HasSubstr("ffmpeg -v error -i film")) << name;
  }
}

TEST(StreamKind, TransportStreamsRepeatTheirFirstByte) {
  std::string packets(3 * 188, 'x');
  for (size_t at = 0; at < packets.size(); at += 188) packets[at] = 'G';
  EXPECT_THAT(Refusal(packets), HasSubstr("MPEG transport stream"));
  packets[188] = 'x';
  EXPECT_THAT(Refusal(packets), HasSubstr("neither JPEG"));
}

TEST(StreamKind, WhatServersSayInstead) {
  EXPECT_THAT(Refusal("HTTP/1.1 401 Unauthorized\r\n\r\n"),
              HasSubstr("401, so it wants a name and a password"));
  EXPECT_THAT(Refusal("HTTP/1.0 404 Not Found\r\n\r\n"),
              HasSubstr("check the address"));
  EXPECT_THAT(Refusal("\n<!DOCTYPE html>\n<html><body>Log in"),
              HasSubstr("web page"));
  EXPECT_THAT(Refusal("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "400\r\n" +
                      std::string(kJpeg)),
              HasSubstr("curl"));
}

TEST(StreamKind, NothingAtAll) {
  EXPECT_EQ(Refusal(""), "there is nothing in it");
  EXPECT_THAT(Refusal("x"), HasSubstr("neither JPEG"));
  EXPECT_THAT(Refusal("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"sv),
              HasSubstr("--image"));
}

}  // namespace
}  // namespace camglass
