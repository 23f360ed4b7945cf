#include "camapp/viewer/scene_sink.h"

#include <gtest/gtest.h>

#include "camapp/viewer/state_words.h"

namespace camglass {
namespace {

class KeptPicture : public PaintedSceneSink {
 public:
  Extent Size(Extent natural) override { return natural; }
  StatusOr<ShowTimes> PresentPicture(const Picture& shown,
                                     const ViewerState&) override {
    picture = shown;
    return ShowTimes();
  }
  Picture picture;
};

// A virtual camera's picture is seen in other people's calls.
TEST(PaintedSceneSink, ShowsOthersNeitherTheHelpNorTheAddress) {
  const Picture frame(480, 640);
  Scene scene;
  scene.frame = &frame;
  scene.overlay = &frame;
  KeptPicture without;
  ASSERT_TRUE(without.Present(scene, ViewerState()).ok());
  scene.words.help = HelpLines();
  scene.words.address = "http://192.168.1.5:8080/?token=0123456789abcdef";
  KeptPicture with;
  ASSERT_TRUE(with.Present(scene, ViewerState()).ok());
  EXPECT_EQ(with.picture.extent(), without.picture.extent());
  EXPECT_TRUE(with.picture.rgb == without.picture.rgb);
}

}  // namespace
}  // namespace camglass
