// A window's own memory, in SDL's driver that shows nothing, against the
// scene's picture.
#include "camapp/window/memory_screen.h"

#include <SDL.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "camapp/viewer/scene_painter.h"
#include "tests/nets/allocation_counter.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

struct WindowDeleter {
  void operator()(SDL_Window* window) const { SDL_DestroyWindow(window); }
};

class MemoryScreenTest : public ::testing::Test {
 protected:
  MemoryScreenTest() {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    EXPECT_EQ(SDL_InitSubSystem(SDL_INIT_VIDEO), 0);
    scene_.frame_size = frame_.extent();
    scene_.frame = &frame_;
    scene_.overlay = &overlay_;
    scene_.words.labels = {"espresso", "cup"};
    scene_.words.scores = {"0.6", "0.2"};
    scene_.words.marked = {true, false};
    scene_.words.status = {"30 fps"};
    SetSize(NaturalSize(scene_));
  }
  ~MemoryScreenTest() override {
    window_.reset();
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
  }

  void SetSize(Extent size) {
    const int w = static_cast<int>(size.w);
    const int h = static_cast<int>(size.h);
    if (window_ == nullptr) {
      window_.reset(SDL_CreateWindow("test", 0, 0, w, h, 0));
      screen_ = std::make_unique<MemoryScreen>(window_.get());
    } else {
      SDL_SetWindowSize(window_.get(), w, h);
      screen_->Forget();
    }
  }

  void Show() {
    const auto size = screen_->Size();
    ASSERT_TRUE(size.ok());
    ASSERT_TRUE(layers_.Update(scene_, *size).ok());
    ASSERT_TRUE(screen_->Show(scene_, layers_).ok());
  }

  Picture Shown() {
    const SDL_Surface* surface = SDL_GetWindowSurface(window_.get());
    Picture picture(static_cast<size_t>(surface->h),
                    static_cast<size_t>(surface->w));
    for (size_t y = 0; y < picture.h; ++y) {
      const auto* words = reinterpret_cast<const uint32_t*>(
          static_cast<const uint8_t*>(surface->pixels) +
          y * static_cast<size_t>(surface->pitch));
      for (size_t x = 0; x < picture.w; ++x)
        for (size_t ch = 0; ch < 3; ++ch)
          picture.Row(y)[3 * x + ch] =
              static_cast<uint8_t>(words[x] >> (16 - 8 * ch));
    }
    return picture;
  }

  // Whether the window shows what the scene's picture shows.
  void ExpectTheScene() {
    Show();
    const Picture shown = Shown();
    ScenePainter painter;
    const auto painted = painter.Paint(scene_, shown.extent());
    ASSERT_TRUE(painted.ok());
    EXPECT_EQ(MaxDifference(shown, **painted), 0);
  }

  // Pango looks fonts up in a thread of its own, which may come to an end, and
  // allocate, a while after the words are there.
  void WarmUp() {
    constexpr int kMostTries = 100;
    for (int i = 0; i < kMostTries; ++i) {
      const AllocationCounter counter;
      Show();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      if (i > 1 && counter.Count() == 0) return;
    }
  }

  const Picture frame_ = RandomPicture(240, 320, 1);
  const Picture overlay_ = RandomPicture(240, 320, 2);
  Scene scene_;
  SceneLayers layers_;
  std::unique_ptr<SDL_Window, WindowDeleter> window_;
  std::unique_ptr<MemoryScreen> screen_;
};

TEST_F(MemoryScreenTest, ShowsTheScenesPicture) {
  ExpectTheScene();
  scene_.mirror = true;
  ExpectTheScene();
}

TEST_F(MemoryScreenTest, ShowsWhatChanges) {
  Show();
  scene_.words.scores = {"0.7", "0.1"};
  ExpectTheScene();
  scene_.words.notice = {"a notice", "of two lines"};
  ExpectTheScene();
  scene_.words.notice.clear();
  ExpectTheScene();
  scene_.overlay = nullptr;
  ExpectTheScene();
  scene_.frame = nullptr;
  ExpectTheScene();
}

TEST_F(MemoryScreenTest, FollowsTheWindowsSize) {
  Show();
  const Extent natural = NaturalSize(scene_);
  SetSize({natural.h / 2, natural.w / 2});
  Show();
  EXPECT_EQ(Shown().extent(), (Extent{natural.h / 2, natural.w / 2}));
  SetSize(natural);
  ExpectTheScene();
}

// The event that tells of the new size may come after the next scene.
TEST_F(MemoryScreenTest, ShowsNothingThatIsLaidOutForAnotherSize) {
  Show();
  SetSize({300, 400});
  EXPECT_TRUE(screen_->Show(scene_, layers_).ok());
}

TEST_F(MemoryScreenTest, AllocatesNothingWhileSizesStay) {
  if (!CanCountAllocations()) GTEST_SKIP() << "not under a sanitizer";
  const Extent natural = NaturalSize(scene_);
  for (const Extent size : {natural, Extent{natural.h / 2, natural.w / 2}}) {
    SetSize(size);
    WarmUp();
    const AllocationCounter counter;
    for (int i = 0; i < 5; ++i) Show();
    EXPECT_EQ(counter.Count(), 0u);
  }
}

}  // namespace
}  // namespace camglass
