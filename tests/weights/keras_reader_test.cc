#include "weights/keras/keras_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/weights/fixtures.h"
#include "tests/weights/hdf5_damage.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

Status Read(const FileBytes& file) { return ReadKerasHdf5(file).status(); }

TEST(KerasReaderTest, ReadsWhatH5pyWrites) {
  const auto checkpoint = ReadKerasHdf5(Fixture("tiny.h5"));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  ExpectSameTensors(*checkpoint, ExpectedValues("tiny.h5"));
}

TEST(KerasReaderTest, ReadsChunkedAndCompressedDatasets) {
  const auto checkpoint = ReadKerasHdf5(Fixture("packed.h5"));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  ExpectSameTensors(*checkpoint, ExpectedValues("packed.h5"));
}

TEST(KerasReaderTest, TakesTheWeightsOfWholeModels) {
  const auto checkpoint = ReadKerasHdf5(Fixture("whole_model.h5"));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  ExpectSameTensors(*checkpoint, ExpectedValues("whole_model.h5"));
  EXPECT_EQ(checkpoint->notes.size(), 1u);
}

// The oldest and the newest layout of the format. The larger fixtures are in
// hdf5_damage_test.cc.
TEST(KerasReaderTest, ReadsBothGenerations) {
  for (const char* name : {"small.h5", "small_new.h5"}) {
    const auto checkpoint = ReadKerasHdf5(Fixture(name));
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
    ExpectSameTensors(*checkpoint, ExpectedValues(name));
  }
}

TEST(KerasReaderTest, RefusesEveryTruncation) {
  for (const char* name : {"small.h5", "small_new.h5"})
    ExpectHdf5TruncationsRefused(FixtureBytes(name));
}

TEST(KerasReaderTest, SurvivesEveryChangedByte) {
  for (const std::byte flip : kHdf5Flips)
    ExpectHdf5FlipsSurvived(FixtureBytes("small_new.h5"), flip);
}

TEST(KerasReaderTest, RefusesHostileFiles) {
  const auto verdict = [](const char* name) {
    return Read(Fixture(name)).message();
  };
  EXPECT_THAT(verdict("hostile_gzip.h5"), HasSubstr("more values than"));
  EXPECT_THAT(verdict("hostile_lzf.h5"), HasSubstr("unusual way"));
  EXPECT_THAT(verdict("hostile_chunk.h5"), HasSubstr("empty"));
  EXPECT_THAT(verdict("hostile_unwritten.h5"), HasSubstr("too large"));
  EXPECT_THAT(verdict("hostile_external_link.h5"), HasSubstr("not followed"));
  EXPECT_THAT(verdict("hostile_soft_link.h5"), HasSubstr("not followed"));
  EXPECT_THAT(verdict("hostile_external_data.h5"), HasSubstr("elsewhere"));
  EXPECT_THAT(verdict("hostile_cycle.h5"), HasSubstr("nest deeper"));
  EXPECT_THAT(verdict("hostile_deep.h5"), HasSubstr("nest deeper"));
}

TEST(KerasReaderTest, RefusesWhatIsNotHdf5) {
  EXPECT_FALSE(LooksLikeHdf5(FromText("").bytes));
  EXPECT_FALSE(LooksLikeHdf5(FromText("\x89HDF").bytes));
  EXPECT_THAT(Read(FromText("\x89HDF\r\n\x1a\n and no more")).message(),
              HasSubstr("libhdf5 can't open"));
}

}  // namespace
}  // namespace camglass
