#include "engine/base/console.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <mutex>

#include "engine/base/check.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace console_internal {
namespace {

std::string Padded(std::string text, size_t width, bool left) {
  const size_t used = CharacterCount(text);
  if (used >= width) return text;
  const std::string padding(width - used, ' ');
  return left ? text + padding : padding + text;
}

template <typename Number>
std::string Printed(const std::string& spec, Number number) {
  char text[128];
  const int size = std::snprintf(text, sizeof(text), spec.c_str(), number);
  CAMGLASS_CHECK(size >= 0);
  return std::string(text,
                     std::min(static_cast<size_t>(size), sizeof(text) - 1));
}

// "%-8zu" as "%-8" and what is given.
std::string WithConversion(std::string_view spec, const char* conversion) {
  const size_t end = spec.find_first_of("lzduxefgs");
  return std::string(spec.substr(0, end)) + conversion;
}

}  // namespace

std::string Value::By(std::string_view spec) const {
  const char conversion = spec.back();
  if (kind_ == 'f')
    return Printed(WithConversion(spec, std::string(1, conversion).c_str()),
                   real_);
  if (kind_ == 'd')
    return Printed(WithConversion(spec, "lld"),
                   static_cast<long long>(signed_));
  if (kind_ == 'u')
    return Printed(WithConversion(spec, conversion == 'x' ? "llx" : "llu"),
                   static_cast<unsigned long long>(unsigned_));
  const bool left = spec.size() > 1 && spec[1] == '-';
  const std::string digits(spec.substr(left ? 2 : 1));
  const size_t width = std::strtoul(digits.c_str(), nullptr, 10);
  return Padded(EscapedText(text_), width, left);
}

std::string Fill(const char* format, std::initializer_list<Value> values) {
  std::string out;
  const Value* value = values.begin();
  for (const char* at = format; *at != '\0'; ++at) {
    if (*at != '%') {
      out += *at;
      continue;
    }
    const char* const begin = at++;
    if (*at == '%') {
      out += '%';
      continue;
    }
    while (IsModifier(*at)) ++at;
    CAMGLASS_CHECK(value != values.end());
    out += (value++)->By({begin, static_cast<size_t>(at - begin) + 1});
  }
  return out;
}

}  // namespace console_internal

namespace {

constexpr size_t kBufferBytes = 1 << 16;
constexpr const char* kWipe = "\r\033[K";

std::atomic<bool> passing_line{false};  // one is on standard error

// A pipe that poll() calls writable takes so much without blocking.
constexpr size_t kPieceBytes = PIPE_BUF;

std::atomic<int> stop_fd{-1};

// Waits until `fd` takes bytes. False where the program is to stop instead.
bool MayWrite(int fd) {
  for (;;) {
    pollfd fds[] = {{fd, POLLOUT, 0}, {stop_fd.load(), POLLIN, 0}};
    const int ready = ::poll(fds, 2, -1);
    if (ready < 0 && errno == EINTR) continue;
    // Errors are told by write().
    if (ready < 0 || fds[0].revents != 0) return true;
    if (fds[1].revents != 0) return false;
  }
}

// Who can't be told that messages are lost is not told.
void WriteError(std::string_view text) {
  static std::mutex whole_lines;
  const std::lock_guard lock(whole_lines);
  while (!text.empty() && MayWrite(STDERR_FILENO)) {
    const ssize_t written =
        ::write(STDERR_FILENO, text.data(), std::min(text.size(), kPieceBytes));
    if (written >= 0)
      text.remove_prefix(static_cast<size_t>(written));
    else if (errno != EINTR && errno != EAGAIN)
      return;
  }
}

// Standard output. Not stdio's: its errors can't be told apart afterwards, and
// at exit it writes once more what failed before.
class Output {
 public:
  void Add(std::string_view text) {
    const std::lock_guard lock(mutex_);
    if (given_up_) return;
    if (terminal_) WipePassingLine();
    buffer_ += text;
    if (buffer_.size() >= kBufferBytes || terminal_) Flush();
  }
  int FlushAll() {
    const std::lock_guard lock(mutex_);
    Flush();
    return error_;
  }
  void SetTold() {
    const std::lock_guard lock(mutex_);
    told_ = true;
  }
  bool told() {
    const std::lock_guard lock(mutex_);
    return told_;
  }

 private:
  void Flush();

  std::mutex mutex_;
  std::string buffer_;
  const bool terminal_ = ::isatty(STDOUT_FILENO) != 0;
  int error_ = 0;
  bool given_up_ = false;  // nothing more can be written
  bool told_ = false;      // somebody has the error
};

void Output::Flush() {
  std::string_view rest = buffer_;
  while (!given_up_ && !rest.empty()) {
    if (!MayWrite(STDOUT_FILENO)) {
      given_up_ = true;
      break;
    }
    const ssize_t written =
        ::write(STDOUT_FILENO, rest.data(), std::min(rest.size(), kPieceBytes));
    if (written >= 0) {
      rest.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      error_ = errno;
      given_up_ = true;
    }
  }
  buffer_.clear();
}

Output& TheOutput() {
  // Never destroyed: threads may still print while the program ends.
  static Output* const output = new Output;
  return *output;
}

// All but line breaks is escaped.
std::string EscapedLines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (;;) {
    const size_t end = text.find('\n');
    out += EscapedText(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace

void PrintLines(std::string_view text) { TheOutput().Add(EscapedLines(text)); }

void PrintJsonLine(std::string_view json) {
  TheOutput().Add(EscapedJson(json) + "\n");
}

void PrintBytes(std::span<const uint8_t> bytes) {
  TheOutput().Add({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Status CheckOutputTakesBytes(const std::string& flag) {
  if (::isatty(STDOUT_FILENO) == 0) return Status();
  return UsageError(flag +
                    " -: a terminal can't show it; send standard output to a "
                    "file or a program");
}

void PrintErrorLines(std::string_view text) {
  TheOutput().FlushAll();
  WipePassingLine();
  WriteError(EscapedLines(text));
}

void ShowPassingLine(std::string_view text) {
  TheOutput().FlushAll();
  WriteError(kWipe + EscapedText(text));
  passing_line = true;
}

void WipePassingLine() {
  if (passing_line.exchange(false)) WriteError(kWipe);
}

Status FlushOutput() {
  const int error = TheOutput().FlushAll();
  if (error == 0) return Status();
  TheOutput().SetTold();
  return WriteFailure("standard output", error);
}

int FinishOutput(const std::string& program, int exit_status) {
  const bool told = TheOutput().told();
  const Status written = FlushOutput();
  if (written.ok()) return exit_status;
  if (!told) PrintError("%s: %s\n", program, written.message());
  return exit_status == 0 ? 1 : exit_status;
}

void StopOutputOn(int fd) { stop_fd = fd; }

void IgnoreBrokenPipes() { std::signal(SIGPIPE, SIG_IGN); }

Status WriteFailure(const std::string& where, int error) {
  if (error == EPIPE) return IoError(where + ": its reader has gone");
  if (error == EBADF) return IoError(where + ": it is closed");
  std::string what = where + ": can't be written: " + std::strerror(error);
  if (error == ENOSPC || error == EDQUOT) what += "; make room there";
  return IoError(what);
}

}  // namespace camglass
