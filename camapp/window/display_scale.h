// How large things have to be drawn on a display.
#ifndef CAMGLASS_CAMAPP_WINDOW_DISPLAY_SCALE_H_
#define CAMGLASS_CAMAPP_WINDOW_DISPLAY_SCALE_H_

#include <SDL.h>

namespace camglass {

// How many of the window's units take the place of one on an ordinary display:
// as the desktop is set, or else by the display's resolution; 1 to 4.
double DisplayScale(SDL_Window* window);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_WINDOW_DISPLAY_SCALE_H_
