#include "camapp/window/keys.h"

namespace camglass {
namespace {

constexpr unsigned kOtherModifiers = KMOD_CTRL | KMOD_ALT | KMOD_GUI;

// '\0' where the key has none.
char CharacterOf(const SDL_Keysym& key) {
  const SDL_Scancode place = key.scancode;
  if (place >= SDL_SCANCODE_1 && place <= SDL_SCANCODE_9)
    return static_cast<char>('1' + (place - SDL_SCANCODE_1));
  if (place >= SDL_SCANCODE_KP_1 && place <= SDL_SCANCODE_KP_9)
    return static_cast<char>('1' + (place - SDL_SCANCODE_KP_1));
  if (place == SDL_SCANCODE_KP_PLUS) return '+';
  if (place == SDL_SCANCODE_KP_MINUS) return '-';
  const SDL_Keycode code = key.sym;
  const bool upper = (key.mod & KMOD_SHIFT) != 0;
  if (code >= 'a' && code <= 'z')
    return static_cast<char>(upper ? code - 'a' + 'A' : code);
  return code > 0 && code < 128 ? static_cast<char>(code) : '\0';
}

}  // namespace

std::optional<Command> CommandOfSdlKey(const SDL_Keysym& key) {
  if ((key.mod & kOtherModifiers) != 0) return std::nullopt;
  if (key.sym == SDLK_ESCAPE) return Command{CommandKind::kQuit, std::nullopt};
  if (key.sym == SDLK_F11)
    return Command{CommandKind::kFullScreen, std::nullopt};
  const char character = CharacterOf(key);
  const auto command = CommandOfKey(character);
  if (command.has_value() || character < 'A' || character > 'Z') return command;
  return CommandOfKey(static_cast<char>(character - 'A' + 'a'));
}

}  // namespace camglass
