#include "tools/audit/picture_feed.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

const std::string kCoffee = std::string(CAMGLASS_SAMPLES) + "/coffee.jpg";

TEST(PictureFeed, KeepsTheOrderAndTheErrors) {
  const auto coffee = ReadPicture(kCoffee, {});
  ASSERT_TRUE(coffee.ok());
  for (const size_t threads : {1, 2, 5}) {
    std::vector<std::string> paths;
    for (int i = 0; i < 12; ++i)
      paths.push_back(i % 3 == 1 ? "missing.jpg" : kCoffee);
    PictureFeed feed(paths, threads, {});
    for (int i = 0; i < 12; ++i) {
      const auto picture = feed.Next();
      ASSERT_EQ(picture.ok(), i % 3 != 1) << i;
      if (picture.ok()) {
        EXPECT_EQ(picture->rgb, coffee->rgb);
      }
    }
  }
}

TEST(PictureFeed, EndsWithPicturesLeft) {
  PictureFeed feed(std::vector<std::string>(20, kCoffee), 3, {});
  EXPECT_TRUE(feed.Next().ok());
}

TEST(PictureFeed, OfNothing) { PictureFeed feed({}, 2, {}); }

}  // namespace
}  // namespace camglass
