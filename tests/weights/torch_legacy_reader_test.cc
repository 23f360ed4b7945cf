#include "weights/torch/torch_legacy_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/weights/byte_builder.h"
#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"

namespace camglass {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

Status Read(const FileBytes& file) { return ReadTorchLegacy(file).status(); }

TEST(TorchLegacyReaderTest, ReadsWhatTorchWrites) {
  EXPECT_TRUE(LooksLikeTorchLegacy(Fixture("legacy.pth").bytes));
  const auto checkpoint = ReadTorchLegacy(Fixture("legacy.pth"));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  // The same object as in the zip container.
  ExpectSameTensors(*checkpoint, ExpectedValues("tiny.pth"));
}

TEST(TorchLegacyReaderTest, FindsWeightsAmongTrainingState) {
  for (const char* name : {"training_legacy.pth", "training_legacy_p4.pth"}) {
    ASSERT_TRUE(LooksLikeTorchLegacy(Fixture(name).bytes)) << name;
    const auto checkpoint = ReadTorchLegacy(Fixture(name));
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
    ExpectSameTensors(*checkpoint, ExpectedValues("training.pth"));
    EXPECT_EQ(checkpoint->notes.size(), 1u);
  }
}

TEST(TorchLegacyReaderTest, RefusesTruncatedFiles) {
  ExpectTruncationsRefused(FixtureBytes("legacy.pth"), Read);
  ExpectTruncationsRefused(FixtureBytes("training_legacy_p4.pth"), Read);
}

TEST(TorchLegacyReaderTest, SurvivesChangedBytes) {
  ExpectFlipsSurvived(FixtureBytes("legacy.pth"), Read);
  ExpectFlipsSurvived(FixtureBytes("training_legacy_p4.pth"), Read);
}

std::string Text(const std::string& text) {
  return ByteBuilder()
      .Text("X")
      .Add<uint32_t>(static_cast<uint32_t>(text.size()))
      .Text(text)
      .str();
}

std::string Storage(const std::string& type, const std::string& elements) {
  return "(" + Text("storage") + "ctorch\n" + type + "\n" + Text("0") +
         Text("cpu") + elements + "NtQ";
}

std::string Tensor(const std::string& storage) {
  return "ctorch._utils\n_rebuild_tensor_v2\n(" + storage +
         "K\x00K\x02\x85K\x01\x85\x89}tR"s;
}

// A stream with one tensor of two floats, whose parts a test may change.
struct StreamSpec {
  std::string version = "M\xe9\x03";
  std::string system = "}" + Text("little_endian") + "\x88s";
  std::string object = Tensor(Storage("FloatStorage", "K\x02"));
  std::string keys = "]" + Text("0") + "a";
  int64_t count = 2;
  size_t data_bytes = 8;
  std::string more;
};

StatusOr<Checkpoint> ReadStream(const StreamSpec& spec) {
  const auto pickle = [](const std::string& body) {
    return "\x80\x02" + body + ".";
  };
  return ReadTorchLegacy(FromText(
      ByteBuilder()
          .Text(pickle("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"))
          .Text(pickle(spec.version))
          .Text(pickle(spec.system))
          .Text(pickle(spec.object))
          .Text(pickle(spec.keys))
          .Add<int64_t>(spec.count)
          .Text(std::string(spec.data_bytes, '\0'))
          .Text(spec.more)
          .str()));
}

std::string Verdict(const StreamSpec& spec) {
  return ReadStream(spec).status().message();
}

TEST(TorchLegacyReaderTest, ReadsTheHandMadeStream) {
  EXPECT_EQ(Verdict({}), "");
}

TEST(TorchLegacyReaderTest, HoldsCountsToThePickle) {
  for (const int64_t count :
       {int64_t{0}, int64_t{1}, int64_t{3}, int64_t{-2}, INT64_MIN, INT64_MAX})
    EXPECT_THAT(Verdict({.count = count}),
                HasSubstr("elements where the pickle says 2"))
        << count;
  EXPECT_THAT(Verdict({.data_bytes = 7}), HasSubstr("past the end"));
  // Both agree, on 2^61 floats: 2^63 bytes, and on 2^62: overflow.
  for (const char last : {'\x20', '\x40'}) {
    const std::string huge = "\x8a\x08\x00\x00\x00\x00\x00\x00\x00"s + last;
    EXPECT_THAT(Verdict({.object = Tensor(Storage("FloatStorage", huge)),
                         .count = static_cast<int64_t>(last) << 56}),
                HasSubstr("past the end"));
  }
}

TEST(TorchLegacyReaderTest, HoldsKeysToThePickle) {
  EXPECT_THAT(Verdict({.keys = "]"}), HasSubstr("lacks the data"));
  EXPECT_THAT(Verdict({.keys = "N"}), HasSubstr("no list"));
  EXPECT_THAT(Verdict({.keys = "]K\x00\x61"s}), HasSubstr("no tensor is in"));
  EXPECT_THAT(Verdict({.keys = "]" + Text("1") + "a"}),
              HasSubstr("no tensor is in"));
  EXPECT_THAT(Verdict({.keys = "](" + Text("0") + Text("0") + "e"}),
              HasSubstr("twice"));
  EXPECT_THAT(Verdict({.object = "(" + Storage("FloatStorage", "K\x02") +
                                 Storage("HalfStorage", "K\x02") + "t"}),
              HasSubstr("in two ways"));
}

TEST(TorchLegacyReaderTest, ChecksItsFirstPickles) {
  EXPECT_THAT(Verdict({.version = "M\xea\x03"}), HasSubstr("version"));
  EXPECT_THAT(Verdict({.version = Text("1001")}), HasSubstr("version"));
  EXPECT_THAT(Verdict({.system = "N"}), HasSubstr("what system"));
  EXPECT_THAT(Verdict({.system = "}" + Text("little_endian") + "\x89s"}),
              HasSubstr("big-endian"));
  EXPECT_THAT(Verdict({.system = "}"}), HasSubstr("big-endian"));
  EXPECT_THAT(Verdict({.system = "cos\nsystem\n"}), HasSubstr("'os.system'"));
  EXPECT_THAT(Verdict({.object = "cos\nsystem\n"}), HasSubstr("'os.system'"));
  EXPECT_THAT(Verdict({.keys = "cos\nsystem\n"}), HasSubstr("'os.system'"));
}

TEST(TorchLegacyReaderTest, NotesWhatFollows) {
  const auto checkpoint = ReadStream({.more = "abc"});
  ASSERT_TRUE(checkpoint.ok());
  ASSERT_EQ(checkpoint->notes.size(), 1u);
  EXPECT_THAT(checkpoint->notes[0], HasSubstr("3 bytes after"));
}

}  // namespace
}  // namespace camglass
