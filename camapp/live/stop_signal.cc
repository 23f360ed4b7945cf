#include "camapp/live/stop_signal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "engine/check.h"

namespace camglass {
namespace {

std::atomic<StopSignal*> receiver{nullptr};

void OnSignal(int signal) {
  const int saved = errno;
  std::signal(signal, SIG_DFL);
  if (StopSignal* stop = receiver.load()) stop->Set();
  errno = saved;
}

void Handle(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignal::StopSignal() : fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  CAMGLASS_CHECK(fd_ >= 0);
}

StopSignal::~StopSignal() { close(fd_); }

void StopSignal::Set() {
  const uint64_t one = 1;
  // Fails only where it is set many times over already.
  [[maybe_unused]] const ssize_t written = write(fd_, &one, sizeof(one));
}

bool StopSignal::IsSet() const {
  pollfd set = {fd_, POLLIN, 0};
  return poll(&set, 1, 0) > 0;
}

StopOnSignals::StopOnSignals(StopSignal* stop) {
  receiver = stop;
  Handle(SIGINT, OnSignal);
  Handle(SIGTERM, OnSignal);
  Handle(SIGPIPE, SIG_IGN);
}

StopOnSignals::~StopOnSignals() {
  Handle(SIGINT, SIG_DFL);
  Handle(SIGTERM, SIG_DFL);
  Handle(SIGPIPE, SIG_DFL);
  receiver = nullptr;
}

}  // namespace camglass
