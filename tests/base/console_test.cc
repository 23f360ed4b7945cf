#include "engine/base/console.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace camglass {
namespace {

// What C's own printf makes of a number is right.
TEST(Format, WritesNumbersAsPrintfDoes) {
  char wanted[100];
  std::snprintf(wanted, sizeof(wanted), "%5zu|%-6d|%.3g|%6.0f%%|%08x|%+.2e",
                size_t{42}, -7, 0.00012345, 99.6, 0xBEEFu, -12.5);
  EXPECT_EQ(Format("%5zu|%-6d|%.3g|%6.0f%%|%08x|%+.2e", size_t{42}, -7,
                   0.00012345, 99.6, 0xBEEFu, -12.5),
            wanted);
}

TEST(Format, PadsTextByItsCharacters) {
  EXPECT_EQ(Format("[%6s]", "caf\xC3\xA9"), "[  caf\xC3\xA9]");
  EXPECT_EQ(Format("[%-6s]", "caf\xC3\xA9"), "[caf\xC3\xA9  ]");
  EXPECT_EQ(Format("[%2s]", std::string("longer")), "[longer]");
  EXPECT_EQ(Format("%s", ""), "");
}

TEST(Format, EscapesArgumentsAndNotItself) {
  EXPECT_EQ(Format("a\n%s\n", "b\nc\x1B[2J"), "a\nb\\nc\\x1B[2J\n");
}

TEST(WriteFailure, NamesWhatHappened) {
  EXPECT_EQ(WriteFailure("f", EPIPE).message(), "f: its reader has gone");
  EXPECT_EQ(WriteFailure("f", EBADF).message(), "f: it is closed");
  EXPECT_EQ(WriteFailure("f", ENOSPC).message(),
            "f: can't be written: No space left on device; make room there");
}

// Each in a process of its own: what happens to standard output stays.
int PrintTo(const char* path) {
  const int fd = ::open(path, O_WRONLY);
  ::dup2(fd, STDOUT_FILENO);
  Print("results\n");
  return FinishOutput("program", 0);
}

TEST(ConsoleDeathTest, FullDiskFails) {
  EXPECT_EXIT(std::_Exit(PrintTo("/dev/full")), testing::ExitedWithCode(1),
              "^program: standard output: can't be written: No space left on "
              "device");
}

TEST(ConsoleDeathTest, RoomIsEnough) {
  EXPECT_EXIT(std::_Exit(PrintTo("/dev/null")), testing::ExitedWithCode(0),
              "^$");
}

TEST(ConsoleDeathTest, ClosedOutputFails) {
  const auto run = [] {
    ::close(STDOUT_FILENO);
    Print("results\n");
    std::_Exit(FinishOutput("program", 0));
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(1),
              "^program: standard output: it is closed");
}

TEST(ConsoleDeathTest, OtherFailuresKeepTheirStatus) {
  const auto run = [] {
    ::close(STDOUT_FILENO);
    Print("results\n");
    std::_Exit(FinishOutput("program", 3));
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(3), "it is closed");
}

TEST(ConsoleDeathTest, TheUserIsToldOnce) {
  const auto run = [] {
    ::close(STDOUT_FILENO);
    Print("results\n");
    const Status written = FlushOutput();
    PrintError("told: %s\n", written.message());
    std::_Exit(FinishOutput("program", 0));
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(1),
              "^told: standard output: it is closed\n$");
}

TEST(ConsoleDeathTest, GoneReaderFails) {
  const auto run = [] {
    IgnoreBrokenPipes();
    int ends[2];
    if (::pipe(ends) != 0) std::_Exit(9);
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    Print("results\n");
    std::_Exit(FinishOutput("program", 0));
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(1),
              "^program: standard output: its reader has gone");
}

// A pipe that nobody empties, and more text than it holds.
TEST(ConsoleDeathTest, StopEndsTheWaitForAReader) {
  const auto run = [] {
    int ends[2];
    if (::pipe(ends) != 0) std::_Exit(9);
    ::dup2(ends[1], STDOUT_FILENO);
    StopOutputOn(::eventfd(1, 0));
    for (int i = 0; i < 100; ++i) PrintLines(std::string(10'000, '.'));
    std::_Exit(FinishOutput("program", 0));
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(0), "^$");
}

TEST(ConsoleDeathTest, StopEndsTheWaitForAReaderOfMessages) {
  const auto run = [] {
    int ends[2];
    if (::pipe(ends) != 0) std::_Exit(9);
    ::dup2(ends[1], STDERR_FILENO);
    StopOutputOn(::eventfd(1, 0));
    for (int i = 0; i < 100; ++i) PrintErrorLines(std::string(10'000, '.'));
    std::_Exit(FinishOutput("program", 0));
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(0), "^$");
}

}  // namespace
}  // namespace camglass
