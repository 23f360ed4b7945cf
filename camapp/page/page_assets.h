// The page's files, as they are in this folder, built into the program.
#ifndef CAMGLASS_CAMAPP_PAGE_PAGE_ASSETS_H_
#define CAMGLASS_CAMAPP_PAGE_PAGE_ASSETS_H_

#include <string_view>

namespace camglass {

extern const std::string_view kPageHtml;
extern const std::string_view kPageCss;
extern const std::string_view kPageJs;
extern const std::string_view kIconSvg;

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_PAGE_ASSETS_H_
