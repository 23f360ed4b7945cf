#include "camapp/live/stop_signal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "engine/base/check.h"

namespace camglass {
namespace {

std::atomic<StopSignal*> receiver{nullptr};

using Action = struct sigaction;

// What the program did before with SIGINT, SIGTERM, SIGHUP, SIGPIPE.
constexpr std::array<int, 4> kSignals = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
std::array<Action, kSignals.size()> before;

void Restore(size_t i) { sigaction(kSignals[i], &before[i], nullptr); }

void OnSignal(int signal) {
  const int saved = errno;
  if (signal == SIGINT) Restore(0);
  if (signal == SIGTERM) Restore(1);
  if (StopSignal* stop = receiver.load()) stop->Set();
  errno = saved;
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
  for (size_t i = 0; i < kSignals.size(); ++i) {
    Action action = {};
    sigaction(kSignals[i], nullptr, &before[i]);
    action.sa_handler = kSignals[i] == SIGPIPE ? SIG_IGN : OnSignal;
    const bool nohup = kSignals[i] == SIGHUP && before[i].sa_handler == SIG_IGN;
    if (!nohup) sigaction(kSignals[i], &action, nullptr);
  }
}

StopOnSignals::~StopOnSignals() {
  for (size_t i = 0; i < kSignals.size(); ++i) Restore(i);
  receiver = nullptr;
}

}  // namespace camglass
