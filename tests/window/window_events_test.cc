// What mouse, wheel, drops and names do to a window, in SDL's driver that shows
// nothing.
#include <SDL.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "camapp/viewer/scene_layout.h"
#include "camapp/window/window.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WindowEventsTest : public ::testing::Test {
 protected:
  WindowEventsTest() {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    auto opened = Window::Open();
    EXPECT_TRUE(opened.ok());
    window_ = *std::move(opened);
    window_->SetReceiver(
        [this](const Command& command) { commands_.push_back(command); });
    window_->SetDropReceiver([this](const std::vector<std::string>& paths) {
      drops_.push_back(paths);
    });
    scene_.frame_size = frame_.extent();
    scene_.frame = &frame_;
    scene_.words.labels = {"espresso", "cup", "coffee mug", "tench"};
    scene_.words.scores = {"0.6", "0.2", "0.1", "<0.01"};
    scene_.words.marked = {true, false, false, false};
    state_.source.name = "/some/where/coffee.jpg";
    Present();
  }

  void Present() { ASSERT_TRUE(window_->Present(scene_, state_).ok()); }
  void Push(SDL_Event event) {
    ASSERT_EQ(SDL_PushEvent(&event), 1);
    ASSERT_TRUE(window_->Attend().ok());
  }
  static SDL_Window* Sdl() {
    // SDL numbers windows from 1, and there may have been others before.
    for (Uint32 id = 1; id < 100; ++id)
      if (SDL_Window* window = SDL_GetWindowFromID(id)) return window;
    return nullptr;
  }
  void Click(int x, int y, Uint8 button = SDL_BUTTON_LEFT) {
    SDL_Event event = {};
    event.type = SDL_MOUSEBUTTONDOWN;
    event.button.button = button;
    event.button.x = x;
    event.button.y = y;
    Push(event);
  }
  void Wheel(int y) {
    SDL_Event event = {};
    event.type = SDL_MOUSEWHEEL;
    event.wheel.y = y;
    Push(event);
  }
  void Drop(Uint32 type, const char* file = nullptr) {
    SDL_Event event = {};
    event.type = type;
    if (file != nullptr) event.drop.file = SDL_strdup(file);
    Push(event);
  }

  const Picture frame_ = RandomPicture(480, 640, 1);
  Scene scene_;
  ViewerState state_;
  std::unique_ptr<Window> window_;
  std::vector<Command> commands_;
  std::vector<std::vector<std::string>> drops_;
};

TEST_F(WindowEventsTest, AClickOnALabelShowsItsClass) {
  int w = 0;
  int h = 0;
  SDL_GetWindowSize(Sdl(), &w, &h);
  const SceneLayout layout =
      LayOutScene({static_cast<size_t>(h), static_cast<size_t>(w)},
                  scene_.frame_size, true);
  const int y = static_cast<int>(layout.title.top + layout.title.size.h / 2);
  Click(w / 8, y);
  Click(w * 5 / 8, y);
  EXPECT_THAT(commands_, ElementsAre(Command{CommandKind::kShowClass, 1},
                                     Command{CommandKind::kShowClass, 3}));
  Click(w * 7 / 8, y);                // the pinned class is shown already
  Click(w / 8, y, SDL_BUTTON_RIGHT);  // not ours
  Click(w / 8, h / 2);                // on the picture
  Click(-5, y);                       // dragged out of the window
  EXPECT_EQ(commands_.size(), 2u);
}

TEST_F(WindowEventsTest, TheWheelScalesTheInput) {
  Wheel(1);
  EXPECT_THAT(commands_, ElementsAre(Command{CommandKind::kFiner, {}}));
  // The same movement goes on.
  Wheel(1);
  EXPECT_EQ(commands_.size(), 1u);
  SDL_Delay(200);
  Wheel(-2);
  EXPECT_EQ(commands_.back(), (Command{CommandKind::kCoarser, {}}));
}

TEST_F(WindowEventsTest, WhatIsDroppedTogetherIsOpenedTogether) {
  Drop(SDL_DROPBEGIN);
  Drop(SDL_DROPFILE, "/tmp/a.jpg");
  EXPECT_THAT(drops_, IsEmpty());
  Drop(SDL_DROPFILE, "/tmp/b.jpg");
  Drop(SDL_DROPCOMPLETE);
  EXPECT_THAT(drops_, ElementsAre(ElementsAre("/tmp/a.jpg", "/tmp/b.jpg")));
  Drop(SDL_DROPBEGIN);
  Drop(SDL_DROPCOMPLETE);
  EXPECT_EQ(drops_.size(), 1u);
}

TEST_F(WindowEventsTest, TheTitleNamesThePicture) {
  EXPECT_STREQ(SDL_GetWindowTitle(Sdl()), "coffee.jpg - camapp");
  state_.source.name = "/some/where/tea\x1B[2J.jpg";
  state_.source.picture = 2;
  state_.source.pictures = 12;
  Present();
  EXPECT_STREQ(SDL_GetWindowTitle(Sdl()), "tea [2J.jpg (2 of 12) - camapp");
  state_.source.name.clear();
  state_.source.pictures = 0;
  Present();
  EXPECT_STREQ(SDL_GetWindowTitle(Sdl()), "camapp");
}

// A window made for another size would jump when the picture comes.
TEST_F(WindowEventsTest, ItAppearsWithItsFirstPicture) {
  window_.reset();
  auto opened = Window::Open();
  ASSERT_TRUE(opened.ok());
  window_ = *std::move(opened);
  const Picture tall = RandomPicture(600, 200, 1);
  scene_.frame = nullptr;
  Present();
  EXPECT_NE(SDL_GetWindowFlags(Sdl()) & SDL_WINDOW_HIDDEN, 0u);
  const auto at_once = window_->Attend();
  ASSERT_TRUE(at_once.ok());
  EXPECT_FALSE(*at_once);
  SDL_Delay(600);
  const auto later = window_->Attend();
  ASSERT_TRUE(later.ok());
  EXPECT_TRUE(*later);
  scene_.frame = &tall;
  scene_.frame_size = tall.extent();
  Present();
  EXPECT_EQ(SDL_GetWindowFlags(Sdl()) & SDL_WINDOW_HIDDEN, 0u);
  int w = 0;
  int h = 0;
  SDL_GetWindowSize(Sdl(), &w, &h);
  EXPECT_LT(w, h);
}

}  // namespace
}  // namespace camglass
