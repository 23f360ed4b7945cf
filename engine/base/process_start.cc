#include "engine/base/process_start.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "engine/base/signal_note.h"
#include "engine/base/temporary_files.h"

namespace camglass {
namespace {

// open() takes the lowest number that is free, so they are looked at in order.
// The wrong direction makes a use of what was closed fail as if it still were:
// results that went to /dev/null would seem to be written.
void OpenWhatIsClosed(int fd, int flags) {
  if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) return;
  const int opened = open("/dev/null", flags);
  if (opened < 0 || opened == fd) return;
  dup2(opened, fd);
  close(opened);
}

void EndAfterCleaning(int signal) {
  RemoveTemporaryFiles();
  WriteSignalNote();
  std::signal(signal, SIG_DFL);
  raise(signal);  // delivered when this handler returns
}

// What the parent had ignored (nohup, a job in the background) stays so.
void CleanOn(int signal) {
  struct sigaction action = {};
  if (sigaction(signal, nullptr, &action) != 0) return;
  if (action.sa_handler == SIG_IGN) return;
  action = {};
  action.sa_handler = EndAfterCleaning;
  sigaction(signal, &action, nullptr);
}

}  // namespace

void PrepareProcess() {
  OpenWhatIsClosed(STDIN_FILENO, O_WRONLY);
  OpenWhatIsClosed(STDOUT_FILENO, O_RDONLY);
  OpenWhatIsClosed(STDERR_FILENO, O_WRONLY);
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) CleanOn(signal);
}

}  // namespace camglass
