#include "camapp/page/jpeg_feed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "camapp/picture/jpeg/frame_decoder.h"

namespace camglass {
namespace {

Picture Grey(size_t h, size_t w, uint8_t level) {
  Picture picture(h, w);
  std::fill(picture.rgb.begin(), picture.rgb.end(), level);
  return picture;
}

// The next JPEG after `seen`, waited for.
JpegFeed::Held Next(const JpegFeed& feed, uint64_t seen) {
  JpegFeed::Held held = feed.Newer(seen);
  while (held == nullptr) {
    std::this_thread::yield();
    held = feed.Newer(seen);
  }
  return held;
}

Picture Decoded(const JpegFeed::Held& held) {
  JpegFrameDecoder decoder({.side = 1000, .work_bytes = size_t{1} << 24});
  Picture picture;
  EXPECT_TRUE(decoder.Decode(held->jpeg, &picture).ok());
  return picture;
}

TEST(JpegFeed, EncodesWhatItIsGiven) {
  std::atomic<int> told{0};
  JpegFeed feed(1, [&] { ++told; });
  EXPECT_EQ(feed.Newer(0), nullptr);
  feed.Give(Grey(20, 30, 77));
  JpegFeed::Held held = Next(feed, 0);
  EXPECT_EQ(held->number, 1u);
  EXPECT_EQ(feed.newest_number(), 1u);
  const Picture picture = Decoded(held);
  EXPECT_EQ(picture.extent(), (Extent{20, 30}));
  EXPECT_NEAR(picture.rgb[0], 77, 1);
  EXPECT_EQ(feed.Newer(1), nullptr);
  feed.Release(&held);
  EXPECT_EQ(held, nullptr);
  while (told == 0) std::this_thread::yield();
  EXPECT_EQ(told, 1);
}

// As many pictures held as there may be, and new ones still come.
TEST(JpegFeed, GoesOnWhileOldPicturesAreHeld) {
  constexpr size_t kHolders = 3;
  JpegFeed feed(kHolders, [] {});
  std::vector<JpegFeed::Held> held;
  uint64_t seen = 0;
  for (size_t i = 0; i < 20; ++i) {
    feed.Give(Grey(8, 8, static_cast<uint8_t>(10 * i)));
    JpegFeed::Held next = Next(feed, seen);
    seen = next->number;
    EXPECT_NEAR(Decoded(next).rgb[0], 10.0 * static_cast<double>(i), 2);
    if (held.size() < kHolders)
      held.push_back(std::move(next));
    else
      feed.Release(&next);
  }
  for (size_t i = 0; i < kHolders; ++i) {
    EXPECT_NEAR(Decoded(held[i]).rgb[0], 10.0 * static_cast<double>(i), 2);
    feed.Release(&held[i]);
  }
}

TEST(JpegFeed, EndsWithAPictureInWaiting) {
  for (int i = 0; i < 20; ++i) {
    JpegFeed feed(1, [] {});
    for (int n = 0; n < 3; ++n) feed.Give(Grey(64, 64, 5));
  }
}

}  // namespace
}  // namespace camglass
