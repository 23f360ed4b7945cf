#include "engine/runtime/cpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "engine/runtime/tuning.h"

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
  EXPECT_THAT(status.message(), HasSubstr(CurrentTarget()));
}

// Of another architecture, or known and left out.
TEST(CpuTest, ATargetThatIsNotBuiltIsRefused) {
  const std::string foreign = CurrentTarget() == "neon" ? "sse4" : "neon";
  for (const std::string& target : {std::string("avx3_dl"), foreign}) {
    setenv("CAMGLASS_TARGET", target.c_str(), 1);
    const Status status = ApplyTargetFromEnvironment();
    unsetenv("CAMGLASS_TARGET");
    EXPECT_EQ(status.code(), StatusCode::kUsage) << target;
    EXPECT_THAT(status.message(), HasSubstr(target + " is not part of this "
                                                     "build; use one of "));
    EXPECT_THAT(status.message(), HasSubstr(CurrentTarget()));
  }
}

TEST(CpuTest, TuningOutOfItsRangeIsRefused) {
  const std::pair<const char*, const char*> wrong[] = {
      {"CAMGLASS_L2_BYTES", "1M"},     {"CAMGLASS_L2_BYTES", "100"},
      {"CAMGLASS_PANEL_VECTORS", "0"}, {"CAMGLASS_PANEL_VECTORS", "4"},
      {"CAMGLASS_TILE_ROWS", "-1"},    {"CAMGLASS_TILE_ROWS", "15"}};
  for (const auto& [name, value] : wrong) {
    setenv(name, value, 1);
    const Status status = ApplyTargetFromEnvironment();
    unsetenv(name);
    EXPECT_EQ(status.code(), StatusCode::kUsage) << name << "=" << value;
    EXPECT_THAT(status.message(), HasSubstr(name));
  }
  EXPECT_TRUE(CheckTuningEnvironment().ok());
}

}  // namespace
}  // namespace camglass
