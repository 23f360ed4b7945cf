// Tests that run once on every SIMD target which this CPU has and the build
// holds, from EMU128 up:
//
//   class ConvTest : public EveryTargetTest {};
//   CAMGLASS_ON_EVERY_TARGET(ConvTest);
//   TEST_P(ConvTest, ...) { ... }        // ConvTest.../AVX2
//
// While a test runs, dispatch goes to its target only. Packed weights depend on
// the target: pack inside the test.
#ifndef CAMGLASS_TESTS_EVERY_TARGET_H_
#define CAMGLASS_TESTS_EVERY_TARGET_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "hwy/targets.h"

namespace camglass {

class EveryTargetTest : public ::testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override {
    hwy::SetSupportedTargetsForTest(GetParam());
    hwy::GetChosenTarget().Update(GetParam());
  }
  void TearDown() override {
    hwy::SetSupportedTargetsForTest(0);  // what the CPU has
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

inline std::string TargetTestName(
    const ::testing::TestParamInfo<int64_t>& info) {
  return hwy::TargetName(info.param);
}

}  // namespace camglass

#define CAMGLASS_ON_EVERY_TARGET(Fixture)                                  \
  INSTANTIATE_TEST_SUITE_P(                                                \
      , Fixture, ::testing::ValuesIn(hwy::SupportedAndGeneratedTargets()), \
      ::camglass::TargetTestName)

#endif  // CAMGLASS_TESTS_EVERY_TARGET_H_
