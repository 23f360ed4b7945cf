// Every byte of every HDF5 fixture that can be read, cut off and changed.
#include "tests/weights/hdf5_damage.h"

#include <gtest/gtest.h>

#include <tuple>

#include "tests/weights/fixtures.h"

namespace camglass {
namespace {

constexpr const char* kFixtures[] = {"tiny.h5", "packed.h5", "whole_model.h5",
                                     "keras3.weights.h5"};

class Hdf5TruncationTest : public ::testing::TestWithParam<const char*> {};

TEST_P(Hdf5TruncationTest, RefusesEveryLength) {
  ExpectHdf5TruncationsRefused(FixtureBytes(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Hdf5TruncationTest,
                         ::testing::ValuesIn(kFixtures));

// packed.h5 makes libhdf5 crash at some bytes and loop for ever at one.
class Hdf5FlipTest
    : public ::testing::TestWithParam<std::tuple<const char*, std::byte>> {};

TEST_P(Hdf5FlipTest, SurvivesEveryByte) {
  const auto& [name, flip] = GetParam();
  ExpectHdf5FlipsSurvived(FixtureBytes(name), flip);
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Hdf5FlipTest,
                         ::testing::Combine(::testing::ValuesIn(kFixtures),
                                            ::testing::ValuesIn(kHdf5Flips)));

}  // namespace
}  // namespace camglass
