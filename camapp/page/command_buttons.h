// The page's buttons, from the table of commands.
#ifndef CAMGLASS_CAMAPP_PAGE_COMMAND_BUTTONS_H_
#define CAMGLASS_CAMAPP_PAGE_COMMAND_BUTTONS_H_

#include <string>
#include <string_view>

namespace camglass {

// Text for HTML, also within double quotes.
std::string EscapedForHtml(std::string_view text);

// A button for each command that is not the window's alone, and what the page
// adds: full screen and a picture to keep.
std::string CommandButtons();

// page.html with the buttons in their place.
std::string PageWithButtons();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_COMMAND_BUTTONS_H_
