#include "camapp/window/keys.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

std::optional<Command> Pressed(SDL_Keycode sym, uint16_t modifiers = 0,
                               SDL_Scancode place = SDL_SCANCODE_UNKNOWN) {
  SDL_Keysym key = {};
  key.sym = sym;
  key.mod = modifiers;
  key.scancode = place;
  return CommandOfSdlKey(key);
}

Command Of(CommandKind kind) { return {kind, std::nullopt}; }

TEST(Keys, ShiftTellsNextFromPrevious) {
  EXPECT_EQ(Pressed(SDLK_n), Of(CommandKind::kNextModel));
  EXPECT_EQ(Pressed(SDLK_n, KMOD_LSHIFT), Of(CommandKind::kPreviousModel));
  EXPECT_EQ(Pressed(SDLK_q, KMOD_RSHIFT), Of(CommandKind::kQuit));
}

TEST(Keys, DigitsCountByTheirPlace) {
  // On a French keyboard the key beside Tab's row gives an ampersand.
  EXPECT_EQ(Pressed(SDLK_AMPERSAND, 0, SDL_SCANCODE_1),
            (Command{CommandKind::kShowClass, 1}));
  EXPECT_EQ(Pressed(SDLK_KP_3, 0, SDL_SCANCODE_KP_3),
            (Command{CommandKind::kShowClass, 3}));
  EXPECT_FALSE(Pressed(SDLK_4, 0, SDL_SCANCODE_4).has_value());
}

TEST(Keys, PlusIsWhereverItIs) {
  EXPECT_EQ(Pressed(SDLK_PLUS), Of(CommandKind::kFiner));
  EXPECT_EQ(Pressed(SDLK_EQUALS, KMOD_LSHIFT), Of(CommandKind::kFiner));
  EXPECT_EQ(Pressed(SDLK_KP_PLUS, 0, SDL_SCANCODE_KP_PLUS),
            Of(CommandKind::kFiner));
  EXPECT_EQ(Pressed(SDLK_KP_MINUS, 0, SDL_SCANCODE_KP_MINUS),
            Of(CommandKind::kCoarser));
}

TEST(Keys, OtherProgramsKeysAreNotOurs) {
  EXPECT_FALSE(Pressed(SDLK_c, KMOD_LCTRL).has_value());
  EXPECT_FALSE(Pressed(SDLK_q, KMOD_LALT).has_value());
  EXPECT_FALSE(Pressed(SDLK_HOME).has_value());
  EXPECT_FALSE(Pressed(SDLK_q, KMOD_LCTRL | KMOD_LALT).has_value());
  EXPECT_EQ(Pressed(SDLK_SPACE), Of(CommandKind::kFreeze));
}

TEST(Keys, ControlQAndWEndAndEscLeavesOneThing) {
  EXPECT_EQ(Pressed(SDLK_q, KMOD_LCTRL), Of(CommandKind::kQuit));
  EXPECT_EQ(Pressed(SDLK_w, KMOD_RCTRL), Of(CommandKind::kQuit));
  EXPECT_EQ(Pressed(SDLK_ESCAPE), Of(CommandKind::kBack));
  EXPECT_FALSE(Pressed(SDLK_w).has_value());
}

TEST(Keys, ArrowsAndPagesGoThroughPictures) {
  for (const SDL_Keycode next : {SDLK_RIGHT, SDLK_DOWN, SDLK_PAGEDOWN})
    EXPECT_EQ(Pressed(next), Of(CommandKind::kNextPicture));
  for (const SDL_Keycode previous : {SDLK_LEFT, SDLK_UP, SDLK_PAGEUP})
    EXPECT_EQ(Pressed(previous), Of(CommandKind::kPreviousPicture));
  EXPECT_EQ(Pressed(SDLK_PERIOD), Of(CommandKind::kNextPicture));
  EXPECT_EQ(Pressed(SDLK_COMMA), Of(CommandKind::kPreviousPicture));
}

}  // namespace
}  // namespace camglass
