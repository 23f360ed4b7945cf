#include "tools/report/thumbnail.h"

#include <gtest/gtest.h>

#include "tests/picture/pictures.h"

namespace camglass {
namespace {

TEST(SmallPicture, HasTheLongerSideAsAsked) {
  EXPECT_EQ(SmallPicture(RandomPicture(480, 640, 1), 160).extent(),
            (Extent{120, 160}));
  EXPECT_EQ(SmallPicture(RandomPicture(5, 2, 1), 80).extent(),
            (Extent{80, 32}));
  EXPECT_EQ(SmallPicture(RandomPicture(1, 3000, 1), 80).extent(),
            (Extent{1, 80}));
}

// The network saw the middle third of a wide picture only.
TEST(Thumbnail, PaintsOnlyWhatTheNetworkSaw) {
  const Picture picture = FlatPicture(300, 900, 200, 200, 200);
  Explanation seen;
  seen.map.size = {2, 2};
  seen.provenance.covered = {0, 300, {300, 300}};
  Thumbnail small(picture, seen, 90);
  const Picture painted = small.WithMap(std::vector<float>{1, 1, 1, 1}, 1.0f);
  ASSERT_EQ(painted.extent(), (Extent{30, 90}));
  const uint8_t* row = painted.Row(15);
  EXPECT_EQ(row[3 * 10], 200);
  EXPECT_NE(row[3 * 45 + 2], 200);
  EXPECT_EQ(row[3 * 80], 200);
}

TEST(Thumbnail, ColoursMeanTheSameForMapsOfOneScale) {
  const Picture picture = FlatPicture(100, 100, 0, 0, 0);
  Explanation seen;
  seen.map.size = {1, 1};
  seen.provenance.covered = {0, 0, {100, 100}};
  Thumbnail small(picture, seen, 50);
  const Picture strong = small.WithMap(std::vector<float>{10}, 10);
  const Picture weak = small.WithMap(std::vector<float>{1}, 10);
  EXPECT_GT(strong.Row(25)[3 * 25], 100);  // yellow
  EXPECT_EQ(weak.Row(25)[3 * 25], 0);      // below the threshold
}

}  // namespace
}  // namespace camglass
