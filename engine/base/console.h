// The two ways to the user: standard output for results, standard error for
// what went wrong. Nothing else in the programs writes to them.
//
// Every text that is filled into a format is escaped (see printable_text.h), so
// that no name from a file or a device reaches a terminal raw. Writes to
// standard output are checked: the first that fails is kept for FlushOutput(),
// and the rest is dropped. All of this may be called from several threads.
#ifndef CAMGLASS_ENGINE_BASE_CONSOLE_H_
#define CAMGLASS_ENGINE_BASE_CONSOLE_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/base/status.h"

namespace camglass {
namespace console_internal {

template <typename Arg>
constexpr char KindOfArgument() {
  if (std::is_integral_v<Arg>) return 'd';
  return std::is_floating_point_v<Arg> ? 'f' : 's';
}

constexpr bool IsOneOf(char ch, const char* list) {
  for (; *list != '\0'; ++list)
    if (ch == *list) return true;
  return false;
}

constexpr char KindOfConversion(char ch) {
  if (IsOneOf(ch, "dux")) return 'd';
  if (IsOneOf(ch, "efg")) return 'f';
  return ch == 's' ? 's' : '\0';
}

// Flags, width, precision and length; the last is not needed, and ignored.
constexpr bool IsModifier(char ch) { return IsOneOf(ch, "-+ #0123456789.lz"); }

// Not constexpr: reached, it makes the format not compile.
inline void FormatDoesNotFitArguments() {}

// What stands for one conversion.
class Value {
 public:
  // NOLINTBEGIN(google-explicit-constructor)
  template <std::signed_integral T>
  Value(T value) : signed_(value), kind_('d') {}
  template <std::unsigned_integral T>
  Value(T value) : unsigned_(value), kind_('u') {}
  template <std::floating_point T>
  Value(T value) : real_(static_cast<double>(value)), kind_('f') {}
  Value(std::string_view text) : text_(text), kind_('s') {}
  Value(const std::string& text) : text_(text), kind_('s') {}
  Value(const char* text) : text_(text), kind_('s') {}
  // NOLINTEND(google-explicit-constructor)

  // As printf's conversion `spec` ("%-8s", "%6.2f") writes it.
  std::string By(std::string_view spec) const;

 private:
  int64_t signed_ = 0;
  uint64_t unsigned_ = 0;
  double real_ = 0;
  std::string_view text_;
  char kind_;  // d, u, f or s
};

std::string Fill(const char* format, std::initializer_list<Value> values);

}  // namespace console_internal

// A format of printf's, checked against its arguments by the compiler: s, d, u,
// x, e, f and g with flags, width and precision. A text's width counts
// characters.
template <typename... Args>
class CheckedFormat {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval CheckedFormat(const char* text) : text_(text) {
    const char kinds[] = {
        console_internal::KindOfArgument<std::decay_t<Args>>()..., '\0'};
    size_t used = 0;
    for (const char* at = text; *at != '\0'; ++at) {
      if (*at != '%') continue;
      if (*++at == '%') continue;
      while (console_internal::IsModifier(*at)) ++at;
      if (used == sizeof...(Args) ||
          console_internal::KindOfConversion(*at) != kinds[used])
        console_internal::FormatDoesNotFitArguments();
      ++used;
    }
    if (used != sizeof...(Args)) console_internal::FormatDoesNotFitArguments();
  }
  const char* text() const { return text_; }

 private:
  const char* text_;
};

// Text whose line breaks are its own; everything else that a terminal must not
// get is escaped. For help, and for lists whose names went through Format().
void PrintLines(std::string_view text);

// A JSON text as a line; what a terminal must not get is escaped within its
// strings.
void PrintJsonLine(std::string_view json);

// A file's bytes, as they are. For results that the user wants on standard
// output, which then gets nothing else.
void PrintBytes(std::span<const uint8_t> bytes);

// Fails with kUsage where standard output is a terminal, which would make a
// mess of a file's bytes. `flag`: "--out".
Status CheckOutputTakesBytes(const std::string& flag);

// On standard error, after what has been printed so far.
void PrintErrorLines(std::string_view text);

// The format's own text and escaped arguments.
template <typename... Args>
std::string Format(std::type_identity_t<CheckedFormat<Args...>> format,
                   const Args&... args) {
  return console_internal::Fill(format.text(), {args...});
}

template <typename... Args>
void Print(std::type_identity_t<CheckedFormat<Args...>> format,
           const Args&... args) {
  PrintLines(console_internal::Fill(format.text(), {args...}));
}

template <typename... Args>
void PrintError(std::type_identity_t<CheckedFormat<Args...>> format,
                const Args&... args) {
  PrintErrorLines(console_internal::Fill(format.text(), {args...}));
}

// A line on standard error that the next output of either kind wipes away. For
// a terminal; nobody else should get it.
void ShowPassingLine(std::string_view text);
void WipePassingLine();

// All that was printed has been written, or the first error since the program
// began: "standard output: ...". Who gets it tells the user.
Status FlushOutput();

// For the end of a program: the exit status, after FlushOutput(). Where results
// could not be written success becomes 1, and the user is told unless that has
// been done.
int FinishOutput(const std::string& program, int exit_status);

// While `fd` is readable, a reader of either that does not read is not waited
// for: what can't be written at once is dropped. Not an error. -1: wait for
// ever.
void StopOutputOn(int fd);

// A reader that goes away is told by write errors from here on, not by SIGPIPE.
void IgnoreBrokenPipes();

// What a failed write of results means, for people. `where`: "standard output",
// or a file.
Status WriteFailure(const std::string& where, int error);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_CONSOLE_H_
