// The page's buttons and its help, from the table of commands.
#ifndef CAMGLASS_CAMAPP_PAGE_COMMAND_BUTTONS_H_
#define CAMGLASS_CAMAPP_PAGE_COMMAND_BUTTONS_H_

#include <string>
#include <string_view>

namespace camglass {

// Text for HTML, also within double quotes.
std::string EscapedForHtml(std::string_view text);

// A button for each command that is not the window's alone, and what the page
// adds or does by itself: full screen, help and a picture to keep.
std::string CommandButtons();

// The lines of a <dl>: what each of these does.
std::string HelpLinesHtml();

// page.html with both in their places.
std::string PageWithCommands();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_COMMAND_BUTTONS_H_
