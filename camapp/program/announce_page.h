// Tells where the page is.
#ifndef CAMGLASS_CAMAPP_PROGRAM_ANNOUNCE_PAGE_H_
#define CAMGLASS_CAMAPP_PROGRAM_ANNOUNCE_PAGE_H_

#include <string>

#include "camapp/page/page_server.h"

namespace camglass {

// On standard error: the address, and a warning where everybody nearby can
// reach it; for addresses that a phone can reach also a QR code, where standard
// error is a terminal that has room for one and `quiet` is not set. Where
// standard error is the journal, which others may read, a token that comes from
// `token_file` (empty: it does not) is not told.
void AnnouncePage(const PageServer& server, const std::string& token_file,
                  bool quiet);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_ANNOUNCE_PAGE_H_
