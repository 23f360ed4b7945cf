// The page's address in the window's help. That such codes can be read is shown
// by tests/page/qr_test.py.
#include "camapp/viewer/draw_address.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "camapp/picture/qr_code.h"
#include "camapp/viewer/scene_painter.h"
#include "camapp/viewer/state_words.h"

namespace camglass {
namespace {

const char kAddress[] =
    "http://192.168.1.5:8080/?token=00112233445566778899aabbccddeeff";

// Whether `part` is in the picture, at whatever place.
bool Has(const Picture& picture, const Picture& part) {
  const Extent all = picture.extent();
  const Extent size = part.extent();
  for (size_t top = 0; top + size.h <= all.h; ++top)
    for (size_t left = 0; left + size.w <= all.w; ++left) {
      size_t y = 0;
      while (y < size.h && std::memcmp(picture.Row(top + y) + 3 * left,
                                       part.Row(y), 3 * size.w) == 0)
        ++y;
      if (y == size.h) return true;
    }
  return false;
}

Scene SceneWithHelp() {
  Scene scene;
  scene.words.help = HelpLines();
  scene.words.address = kAddress;
  return scene;
}

TEST(DrawAddress, IsBesideTheHelpInAWindow) {
  const Scene scene = SceneWithHelp();
  ScenePainter painter;
  const auto painted = painter.Paint(scene, {720, 1400});
  ASSERT_TRUE(painted.ok());
  const QrCode code = *MakeQrCode(kAddress);
  bool found = false;
  for (size_t scale = 2; scale <= 10; ++scale)
    found |= Has(**painted, PictureOf(code, scale));
  EXPECT_TRUE(found);
}

TEST(DrawAddress, IsLeftOutWhereItCouldNotBeRead) {
  const Scene scene = SceneWithHelp();
  const SceneLayout layout = LayOutScene({240, 320}, {480, 640}, true);
  const PixelRegion help = {10, 10, {220, 300}};
  EXPECT_EQ(AddressPlace(layout, help, kAddress).size, (Extent{0, 0}));
}

TEST(DrawAddress, LeavesTheHelpAndStaysOnTheCanvas) {
  for (const Extent canvas : {Extent{480, 640}, Extent{625, 1316},
                              Extent{1440, 2560}, Extent{300, 5000}}) {
    const SceneLayout layout = LayOutScene(canvas, {480, 640}, true);
    const PixelRegion help = {
        canvas.h / 4, canvas.w / 4, {canvas.h / 2, canvas.w / 2}};
    const PixelRegion place = AddressPlace(layout, help, kAddress);
    EXPECT_GT(place.size.w, 0u);
    EXPECT_EQ(place.size.w, place.size.h);
    EXPECT_GE(place.left, help.left + help.size.w);
    EXPECT_LE(place.left + place.size.w, canvas.w);
    EXPECT_LE(place.top + place.size.h, canvas.h);
  }
}

// Whoever sees a page's or a virtual camera's picture must not learn the token.
TEST(WithoutHelp, HasNoAddress) {
  const Scene scene = WithoutHelp(SceneWithHelp());
  EXPECT_TRUE(scene.words.help.empty());
  EXPECT_EQ(scene.words.address, "");
}

}  // namespace
}  // namespace camglass
