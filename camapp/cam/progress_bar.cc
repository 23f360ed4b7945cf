#include "camapp/cam/progress_bar.h"

#include <unistd.h>

#include <cstdio>

#include "camapp/picture/printable_text.h"

namespace camglass {
namespace {

constexpr size_t kBarCharacters = 24;
constexpr size_t kNameCharacters = 40;
constexpr const char* kEraseLine = "\r\033[K";

}  // namespace

ProgressBar::ProgressBar(size_t steps, bool quiet)
    : steps_(steps),
      shown_(steps > 1 && !quiet && isatty(STDERR_FILENO) != 0) {}

void ProgressBar::Show(const std::string& what) {
  if (!shown_) return;
  const size_t filled = kBarCharacters * done_ / steps_;
  const std::string bar =
      std::string(filled, '#') + std::string(kBarCharacters - filled, '.');
  const std::string name = PrintableText(what);
  std::fprintf(stderr, "%s[%s] %zu/%zu %s", kEraseLine, bar.c_str(), ++done_,
               steps_,
               std::string(FirstCharacters(name, kNameCharacters)).c_str());
  std::fflush(stderr);
  line_in_use_ = true;
}

void ProgressBar::Clear() {
  if (line_in_use_) std::fputs(kEraseLine, stderr);
  line_in_use_ = false;
}

}  // namespace camglass
