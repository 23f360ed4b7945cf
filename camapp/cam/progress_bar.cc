#include "camapp/cam/progress_bar.h"

#include <unistd.h>

#include "engine/base/console.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

constexpr size_t kBarCharacters = 24;
constexpr size_t kNameCharacters = 40;

}  // namespace

ProgressBar::ProgressBar(size_t steps, bool quiet)
    : steps_(steps),
      shown_(steps > 1 && !quiet && isatty(STDERR_FILENO) != 0) {}

void ProgressBar::Show(const std::string& what) {
  if (!shown_) return;
  const size_t filled = kBarCharacters * done_ / steps_;
  const std::string bar =
      std::string(filled, '#') + std::string(kBarCharacters - filled, '.');
  const std::string name = EscapedText(what);
  ShowPassingLine(Format("[%s] %zu/%zu %s", bar, ++done_, steps_,
                         FirstCharacters(name, kNameCharacters)));
}

void ProgressBar::Clear() {
  if (shown_) WipePassingLine();
}

}  // namespace camglass
