#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "tests/weights/byte_builder.h"
#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "weights/limits.h"
#include "weights/safetensors/safetensors_reader.h"
#include "weights/safetensors/safetensors_writer.h"

namespace camglass {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

Status Read(const FileBytes& file) { return ReadSafetensors(file).status(); }

std::string File(const std::string& json, size_t data_bytes) {
  return ByteBuilder()
      .Add<uint64_t>(json.size())
      .Text(json)
      .Text(std::string(data_bytes, '\x01'))
      .str();
}

std::string Verdict(const std::string& json, size_t data_bytes) {
  return Read(FromText(File(json, data_bytes))).message();
}

// One tensor of the header.
std::string Entry(const std::string& name, const std::string& shape,
                  const std::string& offsets, const std::string& type = "F32") {
  return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape +
         ",\"data_offsets\":" + offsets + "}";
}

TEST(SafetensorsReaderTest, ReadsWhatTheLibraryWrites) {
  const auto checkpoint = ReadSafetensors(Fixture("tiny.safetensors"));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  ExpectSameTensors(*checkpoint, ExpectedValues("tiny.safetensors"));
  EXPECT_EQ(checkpoint->metadata.at("made_by"), "safetensors");
  EXPECT_EQ(checkpoint->metadata.at("unicode"), "Gr\xc3\xbc\xc3\x9f"s + "e");
}

TEST(SafetensorsReaderTest, RefusesTruncatedFiles) {
  ExpectTruncationsRefused(FixtureBytes("tiny.safetensors"), Read);
}

TEST(SafetensorsReaderTest, SurvivesChangedBytes) {
  ExpectFlipsSurvived(FixtureBytes("tiny.safetensors"), Read);
}

TEST(SafetensorsReaderTest, AcceptsScalarsAndEmptyTensors) {
  EXPECT_EQ(Verdict("{" + Entry("a", "[]", "[0,4]") + "," +
                        Entry("b", "[0,7]", "[4,4]") + "}",
                    4),
            "");
  EXPECT_EQ(Verdict("{}", 0), "");
}

TEST(SafetensorsReaderTest, RefusesBadLayouts) {
  const std::string a = Entry("a", "[2]", "[0,8]");
  struct Case {
    std::string json;
    size_t bytes;
    const char* error;
  };
  const Case cases[] = {
      {"{" + a + "," + Entry("b", "[2]", "[4,12]") + "}", 12, "overlaps"},
      {"{" + a + "," + Entry("b", "[2]", "[0,8]") + "}", 8, "overlaps"},
      {"{" + a + "," + Entry("b", "[2]", "[12,20]") + "}", 20, "hole"},
      {"{" + Entry("a", "[2]", "[4,12]") + "}", 12, "hole"},
      {"{" + a + "}", 12, "cut short or damaged"},
      {"{" + a + "}", 4, "cut short or damaged"},
      {"{" + a + "," + a + "}", 8, "twice"},
      {"{" + Entry("a", "[3]", "[0,8]") + "}", 8, "does not suit"},
      {"{" + Entry("a", "[2]", "[8,0]") + "}", 8, "does not suit"},
      {"{" + Entry("a", "[4294967296,4294967296]", "[0,0]") + "}", 0,
       "does not suit"},
      {"{" + Entry("a", "[4611686018427387904,4]", "[0,0]") + "}", 0,
       "does not suit"},
      {"{" + Entry("a", "[0]", "[18446744073709551615,18446744073709551615]") +
           "}",
       0, "hole"},
      {"{" + Entry("a", "[-2]", "[0,8]") + "}", 8, "negative"},
      {"{" + Entry("a", "[2.0]", "[0,8]") + "}", 8, "not whole"},
      {"{" + Entry("a", "[[2]]", "[0,8]") + "}", 8, "list where none"},
      {"{" + Entry("a", "[1,1,1,1,1,1,1,1,2]", "[0,8]") + "}", 8, "number"},
      {"{" + Entry("a", "[2]", "[0,8,9]") + "}", 8, "number where none"},
      {"{" + Entry("a", "[2]", "[0]") + "}", 8, "not two numbers"},
      {"{" + Entry("a", "[2]", "[0,8]", "F8_E4M3") + "}", 8, "F8_E4M3"},
      {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "lacks a field"},
      {"{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 8, "twice"},
      {"{\"a\":{\"dtype\":\"F32\",\"extra\":1}}", 8, "not dtype"},
      {"{\"a\":7}", 0, "number where none"},
      {"{\"a\":null}", 0, "null"},
      {"{\"a\":true}", 0, "truth"},
      {"{\"__metadata__\":{\"k\":1}}", 0, "number where none"},
      {"{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "twice"},
      {"{\"__metadata__\":{\"k\":{}}}", 0, "object where none"},
      {"{\"a\":{\"dtype\":{}}}", 0, "object where none"},
      {"{\"a\":" + std::string(100'000, '[') + "}", 0, "list where none"},
      {"{} {}", 0, "not JSON"},
      {"{", 0, "not JSON"},
      {"[]", 0, "start with"},
      {"", 0, "start with"},
  };
  for (const Case& c : cases)
    EXPECT_THAT(Verdict(c.json, c.bytes), HasSubstr(c.error)) << c.json;
}

TEST(SafetensorsReaderTest, LimitsItsHeader) {
  const auto with_length = [](uint64_t length) {
    return Read(FromText(ByteBuilder().Add<uint64_t>(length).Text("{").str()))
        .message();
  };
  EXPECT_THAT(with_length(limits::kMaxSafetensorsHeaderBytes),
              HasSubstr("past the end"));
  EXPECT_THAT(with_length(limits::kMaxSafetensorsHeaderBytes + 1),
              HasSubstr("more than"));
  EXPECT_THAT(with_length(~uint64_t{0}), HasSubstr("more than"));
}

TEST(SafetensorsReaderTest, LimitsMetadata) {
  const auto of = [](size_t bytes) {
    return Verdict(
        "{\"__metadata__\":{\"k\":\"" + std::string(bytes, 'x') + "\"}}", 0);
  };
  EXPECT_EQ(of(limits::kMaxMetadataValueBytes), "");
  EXPECT_THAT(of(limits::kMaxMetadataValueBytes + 1), HasSubstr("longer"));
}

std::string Written(const std::vector<TensorToWrite>& tensors,
                    const std::map<std::string, std::string>& metadata) {
  std::string out;
  const Status status = WriteSafetensors(
      tensors, metadata, [&](std::span<const std::byte> bytes) {
        out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return Status();
      });
  EXPECT_TRUE(status.ok());
  return out;
}

TEST(SafetensorsWriterTest, WritesTheFormatByteForByte) {
  const float values[] = {1, -2};
  const std::string json =
      "{\"__metadata__\":{\"k\":\"v\"},\"b\":{\"dtype\":\"F32\",\"shape\":[2],"
      "\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F16\",\"shape\":[1,2],"
      "\"data_offsets\":[8,12]}}";
  ByteBuilder expected;
  const size_t padded = 192 - 8;  // 8 + length is a multiple of 64
  expected.Add<uint64_t>(padded).Text(json);
  expected.Text(std::string(padded - json.size(), ' '));
  expected.Add<float>(1).Add<float>(-2);
  expected.Add<uint16_t>(0x3c00).Add<uint16_t>(0xc000);
  EXPECT_EQ(Written({{"b", {2}, ElementType::kF32, values},
                     {"a", {1, 2}, ElementType::kF16, values}},
                    {{"k", "v"}}),
            expected.str());
}

TEST(SafetensorsWriterTest, IsReadBack) {
  std::vector<float> many(40'000);
  for (size_t i = 0; i < many.size(); ++i)
    many[i] = static_cast<float>(i) / 64.0f;  // some are not exact in f16
  const std::string file =
      Written({{"w", {40'000}, ElementType::kF16, many.data()},
               {"e", {0}, ElementType::kF32, many.data()}},
              {});
  const auto checkpoint = ReadSafetensors(FromText(file));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  ASSERT_EQ(checkpoint->tensors.size(), 2u);
  for (size_t i = 0; i < many.size(); ++i)
    ASSERT_EQ(checkpoint->tensors[0].data[i], F16ToF32(F32ToF16(many[i])));
}

TEST(SafetensorsWriterTest, PassesOnTheSinksError) {
  const float value = 1;
  const Status status =
      WriteSafetensors({{"w", {1}, ElementType::kF32, &value}}, {},
                       [](auto) { return IoError("the disk is full"); });
  EXPECT_EQ(status.message(), "the disk is full");
}

}  // namespace
}  // namespace camglass
