#include "camapp/program/announce_page.h"

#include <string>

#include "camapp/page/listen_address.h"
#include "camapp/page/qr_text.h"
#include "engine/base/console.h"
#include "engine/base/error_terminal.h"

namespace camglass {
namespace {

void PrintQrCode(const std::string& url) {
  const ErrorTerminal terminal = DescribeErrorTerminal();
  const auto code = MakeQrCode(url);
  if (code.ok() && terminal.utf8 && QrTextWidth(*code) <= terminal.columns)
    PrintErrorLines(QrText(*code));
}

}  // namespace

void AnnouncePage(const PageServer& server, const std::string& token_file,
                  bool quiet) {
  // Even when quiet: nobody can guess it.
  if (!token_file.empty() && ErrorsGoToJournal()) {
    PrintError("camapp: the page is at http://%s/, with the token in %s\n",
               AuthorityForBrowser(server.address()), token_file);
  } else {
    PrintError("camapp: the page is at %s\n", server.url());
  }
  if (server.address().is_any())
    PrintError(
        "camapp: warning: %s is every address of this machine, so everybody "
        "nearby can reach the page; only the token keeps them out, and nothing "
        "is encrypted. Name one address to serve one network\n",
        server.address().host);
  if (!quiet && !server.address().is_loopback()) PrintQrCode(server.url());
}

}  // namespace camglass
