// Pictures of cameras as they are shown: soon, and in little memory.
#include "camapp/live/still_picture.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "camapp/picture/jpeg/frame_encoder.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

class StillPictureTest : public ::testing::Test {
 protected:
  ~StillPictureTest() override { std::filesystem::remove(path_); }
  // A JPEG of this size.
  std::string Make(size_t h, size_t w) {
    JpegFrameEncoder encoder(50);
    const auto jpeg = encoder.Encode(FlatPicture(h, w, 9, 99, 199));
    EXPECT_TRUE(jpeg.ok());
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(jpeg->data()),
               static_cast<std::streamsize>(jpeg->size()));
    return path_;
  }

 private:
  const std::string path_ =
      testing::TempDir() + "camglass_still." + std::to_string(getpid());
};

// 24 megapixels are decoded at a quarter, 4.5 MB: what is shown within a third
// of a second must not take the whole's 72 MB, or be made from them.
TEST_F(StillPictureTest, ALargeJpegIsReadAtAPartOfItsSize) {
  const auto still = ReadStill(Make(4000, 6000), {});
  ASSERT_TRUE(still.ok()) << still.status().message();
  EXPECT_EQ(still->shown.extent(), (Extent{1000, 1500}));
  EXPECT_EQ(still->size, (Extent{4000, 6000}));
  ASSERT_TRUE(still->whole);
  const auto whole = still->whole();
  ASSERT_TRUE(whole.ok()) << whole.status().message();
  EXPECT_EQ(whole->extent(), (Extent{4000, 6000}));
}

// What is not much larger than a window comes as it is.
TEST_F(StillPictureTest, AnOrdinaryOneComesWhole) {
  const auto still = ReadStill(Make(1200, 1600), {});
  ASSERT_TRUE(still.ok()) << still.status().message();
  EXPECT_EQ(still->shown.extent(), (Extent{1200, 1600}));
  EXPECT_FALSE(still->whole);
}

}  // namespace
}  // namespace camglass
