#include "weights/keras/isolated_child.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

namespace camglass {
namespace {

using ::testing::HasSubstr;

constexpr ChildLimits kLimits{
    .seconds = 1, .extra_bytes = uint64_t{64} << 20, .output_bytes = 1'000};

bool SendText(const ChildOutput& output, const std::string& text) {
  return output(std::as_bytes(std::span(text)));
}

std::string Verdict(const std::function<bool(const ChildOutput&)>& work) {
  return RunIsolated(kLimits, work).status().message();
}

TEST(IsolatedChildTest, ReturnsWhatTheChildSends) {
  int changed = 0;
  const auto output = RunIsolated(kLimits, [&](const ChildOutput& out) {
    changed = 1;
    return SendText(out, "one ") && SendText(out, "two");
  });
  ASSERT_TRUE(output.ok());
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(output->data()),
                        output->size()),
            "one two");
  EXPECT_EQ(changed, 0) << "the work was done in another process";
}

TEST(IsolatedChildTest, ReportsFailure) {
  EXPECT_THAT(Verdict([](const ChildOutput&) { return false; }),
              HasSubstr("its reader failed"));
  EXPECT_THAT(Verdict([](const ChildOutput&) -> bool { throw 1; }),
              HasSubstr("its reader failed"));
}

TEST(IsolatedChildTest, SurvivesCrashes) {
  for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE})
    EXPECT_THAT(Verdict([signal](const ChildOutput&) {
                  std::raise(signal);
                  return true;
                }),
                HasSubstr("its reader was stopped"));
}

TEST(IsolatedChildTest, EndsEndlessLoops) {
  EXPECT_NE(Verdict([](const ChildOutput&) {
              while (std::clock() != std::clock_t{-1}) {
              }
              return true;
            }),
            "");
}

TEST(IsolatedChildTest, RefusesTooMuchOutput) {
  EXPECT_EQ(Verdict([](const ChildOutput& out) {
              return SendText(out, std::string(1'000, 'x'));
            }),
            "");
  EXPECT_THAT(Verdict([](const ChildOutput& out) {
                return SendText(out, std::string(1'001, 'x'));
              }),
              HasSubstr("more than its size allows"));
}

TEST(IsolatedChildTest, OpensNoFiles) {
  EXPECT_THAT(Verdict([](const ChildOutput&) {
                return ::open("/etc/passwd", O_RDONLY) >= 0;
              }),
              HasSubstr("its reader failed"));
}

TEST(IsolatedChildTest, LimitsMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers reserve address space; no limit is set";
#endif
  const auto allocates = [](size_t bytes) {
    return Verdict([bytes](const ChildOutput&) {
      // volatile: a compiler may leave out an allocation that nobody uses.
      void* volatile memory = std::malloc(bytes);
      if (memory != nullptr) std::memset(memory, 1, bytes);
      return memory != nullptr;
    });
  };
  EXPECT_EQ(allocates(size_t{32} << 20), "");
  EXPECT_THAT(allocates(size_t{128} << 20), HasSubstr("its reader failed"));
}

}  // namespace
}  // namespace camglass
