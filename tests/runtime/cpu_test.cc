#include "engine/runtime/cpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace camglass {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TEST(CpuTest, ThreadsFollowTheArgumentThenTheEnvironmentThenTheCores) {
  unsetenv("CAMGLASS_THREADS");
  EXPECT_EQ(*ChooseThreads(0), PhysicalCores());
  setenv("CAMGLASS_THREADS", "5", 1);
  EXPECT_EQ(*ChooseThreads(0), 5u);
  EXPECT_EQ(*ChooseThreads(2), 2u);
  for (const char* bad : {"0", "-1", "two", "3x", "99999999999999999999"}) {
    setenv("CAMGLASS_THREADS", bad, 1);
    EXPECT_EQ(ChooseThreads(0).status().code(), StatusCode::kUsage) << bad;
  }
  unsetenv("CAMGLASS_THREADS");
  EXPECT_TRUE(ChooseThreads(kMaxThreads).ok());
  EXPECT_FALSE(ChooseThreads(kMaxThreads + 1).ok());
}

TEST(CpuTest, TheBestTargetIsInUse) {
  ASSERT_FALSE(SupportedTargets().empty());
  EXPECT_EQ(CurrentTarget(), SupportedTargets().front());
}

// Each in a process of its own, since a limit can't be taken back.
TEST(CpuDeathTest, EnvironmentLimitsTheTarget) {
  for (const std::string& target : SupportedTargets()) {
    EXPECT_EXIT(
        {
          setenv("CAMGLASS_TARGET", target.c_str(), 1);
          const bool applied = ApplyTargetFromEnvironment().ok();
          std::exit(applied && CurrentTarget() == target ? 0 : 1);
        },
        ::testing::ExitedWithCode(0), "")
        << target;
  }
}

TEST(CpuTest, AnUnknownTargetIsRefusedWithTheKnownOnes) {
  setenv("CAMGLASS_TARGET", "mmx", 1);
  const Status status = ApplyTargetFromEnvironment();
  unsetenv("CAMGLASS_TARGET");
  EXPECT_EQ(status.code(), StatusCode::kUsage);
  EXPECT_THAT(status.message(), HasSubstr("avx2"));
}

}  // namespace
}  // namespace camglass
