#include "weights/caffe/caffe_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/weights/byte_builder.h"
#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Status Read(const FileBytes& file) { return ReadCaffeModel(file).status(); }

TEST(CaffeReaderTest, ReadsNewAndOldLayers) {
  for (const std::string name : {"tiny_v2.caffemodel", "tiny_v1.caffemodel"}) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(LooksLikeCaffeModel(Fixture(name).bytes));
    const auto checkpoint = ReadCaffeModel(Fixture(name));
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
    ExpectSameTensors(*checkpoint, ExpectedValues(name));
  }
}

// A message may end between two fields, so what is cut there is a shorter
// model; everything else is an error.
TEST(CaffeReaderTest, TruncatedFilesGiveErrorsOrFewerTensors) {
  for (const std::string name : {"tiny_v2.caffemodel", "tiny_v1.caffemodel"}) {
    const auto file = FixtureBytes(name);
    const auto whole = ReadCaffeModel(Fixture(name));
    size_t shorter = 0;
    for (size_t n = 0; n < file.size(); ++n) {
      const auto cut = ReadCaffeModel(
          FromVector({file.begin(), file.begin() + static_cast<ptrdiff_t>(n)}));
      if (!cut.ok()) continue;
      ++shorter;
      EXPECT_LT(cut->tensors.size(), whole->tensors.size());
      for (size_t i = 0; i < cut->tensors.size(); ++i)
        EXPECT_EQ(BitsOf(cut->tensors[i]), BitsOf(whole->tensors[i]));
    }
    EXPECT_LE(shorter, 5u) << "after the name and after each layer";
  }
}

TEST(CaffeReaderTest, SurvivesChangedBytes) {
  for (const std::string name : {"tiny_v2.caffemodel", "tiny_v1.caffemodel"})
    ExpectFlipsSurvived(FixtureBytes(name), Read);
}

std::string Varint(uint64_t value) {
  std::string out;
  for (; value > 127; value >>= 7)
    out += static_cast<char>((value & 127) | 128);
  return out + static_cast<char>(value);
}

std::string Field(int number, const std::string& payload) {
  return Varint(static_cast<uint64_t>(number) << 3 | 2) +
         Varint(payload.size()) + payload;
}

// A model of one layer "w" of one blob with these dimensions and two floats.
std::string Verdict(std::initializer_list<uint64_t> dims) {
  std::string shape;
  for (uint64_t dim : dims) shape += Varint(dim);
  const std::string data = ByteBuilder().Add<float>(1).Add<float>(2).str();
  const std::string blob = Field(7, Field(1, shape)) + Field(5, data);
  return Read(FromText(Field(100, Field(1, "w") + Field(7, blob)))).message();
}

// NVIDIA's Caffe: the type (10: half precision is 2) and the bytes (12).
TEST(CaffeReaderTest, NamesValuesInHalfPrecision) {
  const std::string shape = Field(7, Field(1, Varint(2)));
  const std::string half =
      Varint(10 << 3) + Varint(2) + Field(12, std::string("\0\x3c\0\x3c", 4));
  const auto verdict = [](const std::string& blob) {
    return Read(FromText(Field(100, Field(1, "w") + Field(7, blob)))).message();
  };
  EXPECT_THAT(verdict(shape + half),
              AllOf(HasSubstr("'w:0'"), HasSubstr("half precision"),
                    HasSubstr("store_blobs_in_old_format")));
  EXPECT_THAT(verdict(shape), HasSubstr("has 0 values"));
}

TEST(CaffeReaderTest, HoldsShapesAgainstTheirValues) {
  EXPECT_EQ(Verdict({2}), "");
  EXPECT_EQ(Verdict({2, 1, 1}), "");
  EXPECT_THAT(Verdict({3}), HasSubstr("2 values where its shape [3]"));
  EXPECT_THAT(Verdict({}), HasSubstr("asks for 1"));
  EXPECT_THAT(Verdict({~uint64_t{0}}), HasSubstr("negative side"));
  EXPECT_THAT(Verdict({1 << 30, 1 << 30, 1 << 30}), HasSubstr("too large"));
  EXPECT_THAT(Verdict({uint64_t{1} << 62, 4, 2}), HasSubstr("too large"));
  EXPECT_THAT(Verdict({1, 1, 1, 1, 1, 1, 1, 1, 2}), HasSubstr("dimensions"));
}

TEST(CaffeReaderTest, RefusesLayersTwice) {
  const std::string blob =
      Field(7, Field(1, Varint(1))) + Field(5, std::string(4, '\0'));
  const std::string layer = Field(100, Field(1, "w") + Field(7, blob));
  EXPECT_EQ(Read(FromText(layer)).message(), "");
  EXPECT_THAT(Read(FromText(layer + layer)).message(), HasSubstr("twice"));
}

TEST(CaffeReaderTest, RefusesDeepNesting) {
  // Groups of an unknown field, which protobuf has to walk through.
  const std::string open(10'000, '\x4b');   // field 9, start of a group
  const std::string close(10'000, '\x4c');  // and its end
  EXPECT_THAT(Read(FromText(Field(1, "n") + open + close)).message(),
              HasSubstr("damaged"));
}

TEST(CaffeReaderTest, RecognisesByContent) {
  EXPECT_FALSE(LooksLikeCaffeModel(FromText("").bytes));
  EXPECT_FALSE(LooksLikeCaffeModel(FromText("hello, world").bytes));
  EXPECT_FALSE(LooksLikeCaffeModel(FromText(Field(1, "n")).bytes));
  // ONNX: ir_version is a number where Caffe has its name.
  EXPECT_FALSE(LooksLikeCaffeModel(
      FromText(std::string("\x08\x07") + Field(2, "pytorch")).bytes));
  EXPECT_TRUE(LooksLikeCaffeModel(FromText(Field(100, Field(1, "w"))).bytes));
}

}  // namespace
}  // namespace camglass
