#include "weights/numpy/npz.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/weights/byte_builder.h"
#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "tests/weights/zip_builder.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Status Read(const FileBytes& file) { return ReadNpz(file.bytes).status(); }

TEST(NpzTest, ReadsWhatNumpyWrites) {
  const auto archive = ReadNpz(Fixture("tiny.npz").bytes);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  const NpyArray& stored = archive->at("stored");
  EXPECT_EQ(stored.type, ElementType::kF32);
  EXPECT_THAT(stored.shape, ElementsAre(2, 3));
  float values[6];
  LoadElements(stored.data.data(), stored.type, 6, values);
  EXPECT_THAT(values, ElementsAre(-1.5, -1.25, -1, -0.75, -0.5, -0.25));
  const NpyArray& picture = archive->at("picture");
  EXPECT_EQ(picture.type, ElementType::kU8);
  EXPECT_THAT(picture.shape, ElementsAre(2, 2, 3));
  EXPECT_EQ(picture.data[11], std::byte{11});
}

TEST(NpzTest, InflatesAndReadsScalars) {
  const auto archive = ReadNpz(Fixture("deflated.npz").bytes);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  EXPECT_EQ(archive->at("zeros").data.size(), 64u * 64 * 4);
  EXPECT_THAT(archive->at("scalar").shape, IsEmpty());
  EXPECT_EQ(LoadElement(archive->at("scalar").data.data(), ElementType::kF32),
            2.5f);
}

TEST(NpzTest, RefusesWhatIsNoPlainArray) {
  EXPECT_THAT(Read(Fixture("fortran.npz")).message(), HasSubstr("C order"));
  EXPECT_THAT(Read(Fixture("objects.npz")).message(), HasSubstr("plain type"));
  EXPECT_THAT(
      Read(FromText(BuildZip({.entries = {{.name = "x.txt", .data = "x"}}})))
          .message(),
      HasSubstr("not a .npy"));
}

TEST(NpzTest, RefusesTruncatedFiles) {
  ExpectTruncationsRefused(FixtureBytes("tiny.npz"), Read);
  ExpectTruncationsRefused(FixtureBytes("deflated.npz"), Read);
}

TEST(NpzTest, SurvivesChangedBytes) {
  ExpectFlipsSurvived(FixtureBytes("tiny.npz"), Read);
  ExpectFlipsSurvived(FixtureBytes("deflated.npz"), Read);
}

std::string Verdict(const std::string& header, size_t data_bytes) {
  const std::string file =
      ByteBuilder()
          .Text("\x93NUMPY")
          .Add<uint8_t>(1)
          .Add<uint8_t>(0)
          .Add<uint16_t>(static_cast<uint16_t>(header.size()))
          .Text(header)
          .Text(std::string(data_bytes, 'x'))
          .str();
  return ParseNpy(FromText(file).bytes).status().message();
}

TEST(NpyTest, TakesHeadersStrictly) {
  const auto with_shape = [](const std::string& shape, size_t bytes) {
    return Verdict("{'descr': '<f4', 'fortran_order': False, 'shape': " +
                       shape + ", }  \n",
                   bytes);
  };
  EXPECT_EQ(with_shape("(2, 3)", 24), "");
  EXPECT_EQ(with_shape("(6,)", 24), "");
  EXPECT_EQ(with_shape("()", 4), "");
  EXPECT_EQ(with_shape("(0, 5)", 0), "");
  EXPECT_THAT(with_shape("(2, 3)", 23), HasSubstr("suit its shape"));
  EXPECT_THAT(with_shape("(2, 3)", 25), HasSubstr("suit its shape"));
  EXPECT_THAT(with_shape("(4294967296, 4294967296, 4294967296)", 0),
              HasSubstr("suit its shape"));
  for (const char* shape :
       {"(-1,)", "(2", "2", "(2 3)", "(6)", "(,)", "(2,,3)",
        "(1,1,1,1,1,1,1,1,1)", "(2.0,)", "('a',)", "(99999999999999999999,)"})
    EXPECT_THAT(with_shape(shape, 24), HasSubstr("header")) << shape;
  for (const char* header :
       {"", "{}", "[]", "{'descr': '<f4', 'shape': ()}",
        "{'descr': '>f4', 'fortran_order': False, 'shape': ()}",
        "{'descr': '<f4', 'fortran_order': True, 'shape': ()}",
        "{'descr': '|O', 'fortran_order': False, 'shape': ()}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), 'x': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': ()} x"})
    EXPECT_THAT(Verdict(header, 4), HasSubstr("header")) << header;
}

}  // namespace
}  // namespace camglass
