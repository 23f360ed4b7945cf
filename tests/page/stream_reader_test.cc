#include "camapp/page/stream_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>

namespace camglass {
namespace {

void GiveOne(JpegFeed* feed, uint8_t level) {
  Picture picture(16, 16);
  std::fill(picture.rgb.begin(), picture.rgb.end(), level);
  const uint64_t before = feed->newest_number();
  feed->Give(picture);
  while (feed->newest_number() == before) std::this_thread::yield();
}

std::string NewestJpeg(JpegFeed* feed) {
  JpegFeed::Held held = feed->Newer(0);
  std::string jpeg(held->jpeg.begin(), held->jpeg.end());
  feed->Release(&held);
  return jpeg;
}

// All that is there now, read in pieces of so many bytes.
std::string ReadAll(StreamReader* reader, size_t piece) {
  std::string all;
  std::string bytes(piece, '\0');
  size_t size = 0;
  while (reader->Read(bytes, &size)) all += bytes.substr(0, size);
  return all;
}

std::string PartOf(const std::string& jpeg) {
  return "Content-Type: image/jpeg\r\nContent-Length: " +
         std::to_string(jpeg.size()) + "\r\n\r\n" + jpeg +
         "\r\n--camglass-picture\r\n";
}

// RFC 2046: "--boundary CRLF head CRLF CRLF body CRLF --boundary".
TEST(StreamReader, SendsMultipartInPiecesOfAnySize) {
  for (const size_t piece : {1, 2, 7, 100, 1'000'000}) {
    JpegFeed feed(1, [] {});
    StreamReader reader(&feed, 0);
    EXPECT_EQ(ReadAll(&reader, piece), "");
    GiveOne(&feed, 100);
    EXPECT_EQ(ReadAll(&reader, piece),
              "--camglass-picture\r\n" + PartOf(NewestJpeg(&feed)))
        << piece;
    EXPECT_EQ(reader.pictures(), 1u);
    GiveOne(&feed, 200);
    EXPECT_EQ(ReadAll(&reader, piece), PartOf(NewestJpeg(&feed))) << piece;
  }
}

TEST(StreamReader, SkipsWhatCameWhileItWasSlow) {
  JpegFeed feed(1, [] {});
  StreamReader reader(&feed, 0);
  GiveOne(&feed, 1);
  const std::string first = NewestJpeg(&feed);
  char byte = 0;
  size_t size = 0;
  ASSERT_TRUE(reader.Read({&byte, 1}, &size));
  EXPECT_TRUE(reader.in_picture());
  for (int i = 2; i <= 9; ++i) GiveOne(&feed, static_cast<uint8_t>(25 * i));
  const std::string rest = ReadAll(&reader, 50);
  EXPECT_EQ(byte + rest, "--camglass-picture\r\n" + PartOf(first) +
                             PartOf(NewestJpeg(&feed)));
  EXPECT_FALSE(reader.in_picture());
}

TEST(StreamReader, BeginsWithANewerPictureThanWasSeen) {
  JpegFeed feed(1, [] {});
  GiveOne(&feed, 50);
  StreamReader reader(&feed, feed.newest_number());
  char bytes[10];
  size_t size = 0;
  EXPECT_FALSE(reader.Read(bytes, &size));
  GiveOne(&feed, 60);
  EXPECT_EQ(ReadAll(&reader, 10),
            "--camglass-picture\r\n" + PartOf(NewestJpeg(&feed)));
}

}  // namespace
}  // namespace camglass
