#include "weights/keras/isolated_child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

namespace camglass {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

using Clock = std::chrono::steady_clock;

void Limit(int resource, rlim_t value) {
  struct rlimit limit {};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) == 0 &&
      limit.rlim_max != RLIM_INFINITY)
    value = std::min(value, limit.rlim_max);
  limit = {value, value};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

// The first number of /proc/self/statm: our address space, in pages.
uint64_t AddressSpaceBytes() {
  unsigned long long pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
    if (std::fscanf(file, "%llu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

bool SendAll(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::write(fd, bytes.data(), bytes.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(sent));
  }
  return true;
}

// Ends the process without running anything registered at exit: those
// belong to the parent. Signals get their defaults, so that a crash is a crash.
[[noreturn]] void RunChild(
    int fd, const ChildLimits& limits,
    const std::function<bool(const ChildOutput&)>& work) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  for (int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGPIPE})
    std::signal(signal, SIG_DFL);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_CPU, limits.seconds);
  Limit(RLIMIT_FSIZE, 0);
  const uint64_t used = AddressSpaceBytes();
  if (!kSanitized && used != 0) Limit(RLIMIT_AS, used + limits.extra_bytes);
  // From here on no file can be opened: the input is in memory already.
  Limit(RLIMIT_NOFILE, 0);
  bool done = false;
  try {
    done = work(
        [fd](std::span<const std::byte> bytes) { return SendAll(fd, bytes); });
  } catch (...) {  // bad_alloc, mostly
  }
  ::_exit(done ? 0 : 1);
}

// Reads until the child closes its end. False on time-out or too much.
Status Collect(int fd, const ChildLimits& limits,
               std::vector<std::byte>* output) {
  const auto deadline = Clock::now() + std::chrono::seconds(limits.seconds);
  std::vector<std::byte> piece(size_t{1} << 16);
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - Clock::now());
    if (left.count() <= 0) return InvalidInput("it takes too long to read");
    struct pollfd waiting {
      fd, POLLIN, 0
    };
    const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR)
      return IoError("can't wait for the reader");
    if (ready <= 0) continue;
    const ssize_t got = ::read(fd, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return IoError("can't read from the reader");
    if (got == 0) return Status();
    if (output->size() + static_cast<size_t>(got) > limits.output_bytes)
      return InvalidInput("it holds more than its size allows");
    output->insert(output->end(), piece.begin(), piece.begin() + got);
  }
}

int WaitFor(pid_t child) {
  int state = 0;
  while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
  }
  return state;
}

Status Verdict(int state) {
  if (WIFSIGNALED(state))
    return InvalidInput(std::string("its reader was stopped (") +
                        ::strsignal(WTERMSIG(state)) +
                        "): the file is damaged or hostile; get it again");
  if (!WIFEXITED(state) || WEXITSTATUS(state) != 0)
    return InvalidInput(
        "its reader failed: the file is damaged, or needs more memory than is "
        "allowed; get it again");
  return Status();
}

}  // namespace

StatusOr<std::vector<std::byte>> RunIsolated(
    const ChildLimits& limits,
    const std::function<bool(const ChildOutput&)>& work) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return IoError("can't make a pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    RunChild(ends[1], limits, work);
  }
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    return IoError("can't start a process to read the file");
  }
  std::vector<std::byte> output;
  const Status collected = Collect(ends[0], limits, &output);
  ::close(ends[0]);
  if (!collected.ok()) ::kill(child, SIGKILL);
  const int state = WaitFor(child);
  CAMGLASS_RETURN_IF_ERROR(collected);
  CAMGLASS_RETURN_IF_ERROR(Verdict(state));
  return output;
}

}  // namespace camglass
