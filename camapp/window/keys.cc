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

Command Of(CommandKind kind) { return {kind, std::nullopt}; }

// Keys that write nothing.
std::optional<Command> CommandOfSpecialKey(SDL_Keycode code) {
  switch (code) {
    case SDLK_ESCAPE:
      return Of(CommandKind::kBack);
    case SDLK_F1:
      return Of(CommandKind::kHelp);
    case SDLK_F11:
      return Of(CommandKind::kFullScreen);
    case SDLK_RIGHT:
    case SDLK_DOWN:
    case SDLK_PAGEDOWN:
      return Of(CommandKind::kNextPicture);
    case SDLK_LEFT:
    case SDLK_UP:
    case SDLK_PAGEUP:
      return Of(CommandKind::kPreviousPicture);
    default:
      return std::nullopt;
  }
}

// What other programs' windows mean by it, too.
std::optional<Command> CommandOfControlKey(SDL_Keycode code) {
  if (code == SDLK_q || code == SDLK_w) return Of(CommandKind::kQuit);
  return std::nullopt;
}

}  // namespace

std::optional<Command> CommandOfSdlKey(const SDL_Keysym& key) {
  const unsigned held = key.mod & kOtherModifiers;
  if (held != 0)
    return (held & ~unsigned{KMOD_CTRL}) == 0 ? CommandOfControlKey(key.sym)
                                              : std::nullopt;
  if (const auto command = CommandOfSpecialKey(key.sym)) return command;
  const char character = CharacterOf(key);
  const auto command = CommandOfKey(character);
  if (command.has_value() || character < 'A' || character > 'Z') return command;
  return CommandOfKey(static_cast<char>(character - 'A' + 'a'));
}

}  // namespace camglass
