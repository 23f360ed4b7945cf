// What a key of the keyboard asks for.
#ifndef CAMGLASS_CAMAPP_WINDOW_KEYS_H_
#define CAMGLASS_CAMAPP_WINDOW_KEYS_H_

#include <SDL.h>

#include <optional>

#include "camapp/viewer/command.h"

namespace camglass {

// None for keys without meaning, and where Alt or the logo key is held. With
// Ctrl only Ctrl+Q and Ctrl+W mean something.
// Digits count by their place, as on keyboards that need Shift for them; the
// number pad counts, too.
std::optional<Command> CommandOfSdlKey(const SDL_Keysym& key);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_WINDOW_KEYS_H_
