// Every byte of every HDF5 fixture that can be read, cut off and changed.
#include "tests/weights/hdf5_damage.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "tests/weights/fixtures.h"

namespace camglass {
namespace {

// "tiny.h5" -> "tiny": names of tests have no dots.
std::string Stem(const std::string& name) {
  return name.substr(0, name.find('.'));
}

const std::string kFixtures[] = {"small.h5", "tiny.h5", "packed.h5",
                                 "whole_model.h5", "keras3.weights.h5"};

class Hdf5TruncationTest : public ::testing::TestWithParam<std::string> {};

TEST_P(Hdf5TruncationTest, RefusesEveryLength) {
  ExpectHdf5TruncationsRefused(FixtureBytes(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Hdf5TruncationTest,
                         ::testing::ValuesIn(kFixtures),
                         [](const auto& test) { return Stem(test.param); });

// packed.h5 makes libhdf5 crash at some bytes and loop for ever at one.
class Hdf5FlipTest
    : public ::testing::TestWithParam<std::tuple<std::string, std::byte>> {};

TEST_P(Hdf5FlipTest, SurvivesEveryByte) {
  const auto& [name, flip] = GetParam();
  ExpectHdf5FlipsSurvived(FixtureBytes(name), flip);
}

std::string FlipName(
    const ::testing::TestParamInfo<Hdf5FlipTest::ParamType>& flip) {
  return Stem(std::get<0>(flip.param)) + "_" +
         std::to_string(std::to_integer<int>(std::get<1>(flip.param)));
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Hdf5FlipTest,
                         ::testing::Combine(::testing::ValuesIn(kFixtures),
                                            ::testing::ValuesIn(kHdf5Flips)),
                         FlipName);

}  // namespace
}  // namespace camglass
