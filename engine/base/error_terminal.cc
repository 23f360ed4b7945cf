#include "engine/base/error_terminal.h"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <string>

namespace camglass {
namespace {

// Terminals that don't tell their width have at least this one.
constexpr size_t kUsualColumns = 80;

// As the C library decides: the first that is set counts.
bool LocaleIsUtf8() {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    return std::strstr(value, "UTF-8") != nullptr ||
           std::strstr(value, "utf8") != nullptr;
  }
  return false;
}

}  // namespace

ErrorTerminal DescribeErrorTerminal() {
  ErrorTerminal terminal;
  if (isatty(STDERR_FILENO) == 0) return terminal;
  winsize size{};
  const bool told =
      ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  terminal.columns = told ? size.ws_col : kUsualColumns;
  terminal.utf8 = LocaleIsUtf8();
  return terminal;
}

// systemd tells the journal's device and inode, since the variable outlives a
// redirection.
bool ErrorsGoToJournal() {
  const char* journal = std::getenv("JOURNAL_STREAM");
  struct stat errors {};
  return journal != nullptr && ::fstat(STDERR_FILENO, &errors) == 0 &&
         std::to_string(errors.st_dev) + ":" + std::to_string(errors.st_ino) ==
             journal;
}

}  // namespace camglass
