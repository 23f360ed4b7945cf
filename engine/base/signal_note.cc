#include "engine/base/signal_note.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstring>

#include "engine/base/printable_text.h"

namespace camglass {
namespace {

// Memory that a signal handler can read at any moment.
char words[PATH_MAX + 256] = {};
std::atomic<size_t> size{0};
static_assert(std::atomic<size_t>::is_always_lock_free);

}  // namespace

SignalNote::SignalNote(const std::string& text) {
  // On a terminal a progress bar may be there.
  const std::string line =
      (isatty(STDERR_FILENO) ? "\n" : "") + EscapedText(text) + "\n";
  if (text.empty() || line.size() > sizeof(words)) return;
  std::memcpy(words, line.data(), line.size());
  size.store(line.size());
}

SignalNote::~SignalNote() { size.store(0); }

void WriteSignalNote() {
  const int saved = errno;
  // Nobody can be told that this failed.
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, words, size.load());
  errno = saved;
}

}  // namespace camglass
