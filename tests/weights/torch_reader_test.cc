#include "weights/torch/torch_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "tests/weights/zip_builder.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

Status Read(const FileBytes& file) { return ReadTorchZip(file).status(); }

TEST(TorchReaderTest, ReadsWhatTorchWrites) {
  const auto checkpoint = ReadTorchZip(Fixture("tiny.pth"));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  ExpectSameTensors(*checkpoint, ExpectedValues("tiny.pth"));
}

TEST(TorchReaderTest, NamesNestedTensorsByTheirPath) {
  const auto checkpoint = ReadTorchZip(Fixture("wrapped.pth"));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  ExpectSameTensors(*checkpoint, ExpectedValues("wrapped.pth"));
}

TEST(TorchReaderTest, FindsWeightsAmongTrainingState) {
  for (const char* name : {"training.pth", "training_p4.pth"}) {
    const auto checkpoint = ReadTorchZip(Fixture(name));
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
    ExpectSameTensors(*checkpoint, ExpectedValues("training.pth"));
    ASSERT_EQ(checkpoint->notes.size(), 1u);
    EXPECT_THAT(checkpoint->notes[0], HasSubstr("argparse.Namespace"));
  }
}

// Each class is listed; each tensor that is not read is told apart.
TEST(TorchReaderTest, FindsWeightsAmongObjects) {
  for (const char* name : {"objects.pth", "objects_p4.pth"}) {
    const auto checkpoint = ReadTorchZip(Fixture(name));
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
    ExpectSameTensors(*checkpoint, ExpectedValues("objects.pth"));
    ASSERT_EQ(checkpoint->notes.size(), 2u);
    EXPECT_THAT(checkpoint->notes[0],
                AllOf(HasSubstr("__main__.Attributes"), HasSubstr("more)")));
    EXPECT_THAT(checkpoint->notes[1], HasSubstr("and 3 more"));
    const std::pair<const char*, const char*> unread[] = {
        {"loss", "object of layers"},
        {"scaled", "is quantised"},
        {"wave", "numbers of a type"},
        {"edges", "not a plain tensor"}};
    ASSERT_EQ(checkpoint->unread.size(), std::size(unread));
    for (size_t i = 0; i < std::size(unread); ++i) {
      EXPECT_EQ(checkpoint->unread[i].name, unread[i].first);
      EXPECT_THAT(checkpoint->unread[i].why, HasSubstr(unread[i].second));
    }
  }
}

TEST(TorchReaderTest, RefusesTorchScript) {
  EXPECT_THAT(Read(Fixture("torchscript.pt")).message(),
              HasSubstr("TorchScript program"));
}

TEST(TorchReaderTest, RefusesWholeModules) {
  EXPECT_THAT(Read(Fixture("whole_module.pth")).message(),
              AllOf(HasSubstr("'torch.nn.modules.linear.Linear'"),
                    HasSubstr("state_dict()")));
}

TEST(TorchReaderTest, RefusesTruncatedFiles) {
  ExpectTruncationsRefused(FixtureBytes("tiny.pth"), Read);
}

TEST(TorchReaderTest, SurvivesChangedBytes) {
  ExpectFlipsSurvived(FixtureBytes("tiny.pth"), Read);
}

// A checkpoint with one float tensor, whose parts a test may change.
struct CheckpointSpec {
  std::string storage_elements = "K\x06";
  std::string offset = "K\x00"s;
  std::string shape = "K\x02K\x03\x86";
  std::string stride = "K\x03K\x01\x86";
  std::string key = "0";
  std::string data = std::string(24, '\x01');
  std::vector<ZipEntrySpec> more;
};

std::string Text(const std::string& text) {
  return ByteBuilder()
      .Text("X")
      .Add<uint32_t>(static_cast<uint32_t>(text.size()))
      .Text(text)
      .str();
}

std::string TensorOf(const CheckpointSpec& spec) {
  return "ctorch._utils\n_rebuild_tensor_v2\n((" + Text("storage") +
         "ctorch\nFloatStorage\n" + Text(spec.key) + Text("cpu") +
         spec.storage_elements + "tQ" + spec.offset + spec.shape + spec.stride +
         "\x89}tR";
}

std::string Verdict(const CheckpointSpec& spec, const std::string& pickle) {
  ZipSpec zip;
  zip.entries.push_back({.name = "m/data.pkl", .data = pickle});
  zip.entries.push_back({.name = "m/data/0", .data = spec.data});
  for (const ZipEntrySpec& entry : spec.more) zip.entries.push_back(entry);
  return Read(FromText(BuildZip(zip))).message();
}

std::string Verdict(const CheckpointSpec& spec) {
  return Verdict(spec, "\x80\x02}" + Text("w") + TensorOf(spec) + "s.");
}

TEST(TorchReaderTest, ReadsTheHandMadeCheckpoint) {
  EXPECT_EQ(Verdict(CheckpointSpec()), "");
}

TEST(TorchReaderTest, RefusesStoragesOfAnotherSize) {
  CheckpointSpec spec;
  spec.data.resize(20);
  EXPECT_THAT(Verdict(spec), HasSubstr("20 bytes where the pickle says 6"));
  spec = {};
  spec.storage_elements = "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x3f";  // x4
  EXPECT_THAT(Verdict(spec), HasSubstr("where the pickle says"));
}

TEST(TorchReaderTest, RefusesMissingStorages) {
  CheckpointSpec spec;
  spec.key = "1";
  EXPECT_THAT(Verdict(spec), HasSubstr("lacks the data of storage '1'"));
  spec.key = "../data.pkl";
  EXPECT_THAT(Verdict(spec), HasSubstr("lacks the data"));
}

TEST(TorchReaderTest, RefusesViewsBeyondTheStorage) {
  CheckpointSpec spec;
  spec.offset = "K\x01";
  EXPECT_THAT(Verdict(spec), HasSubstr("beyond its storage"));
  spec = {};
  spec.stride = "K\x04K\x01\x86";
  EXPECT_THAT(Verdict(spec), HasSubstr("beyond its storage"));
  // (2 - 1) * 2^62 * 4 bytes overflows.
  spec.stride = "\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x40K\x01\x86"s;
  EXPECT_THAT(Verdict(spec), HasSubstr("beyond its storage"));
  spec = {};
  spec.offset = "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f";
  EXPECT_THAT(Verdict(spec), HasSubstr("beyond its storage"));
}

TEST(TorchReaderTest, RefusesHugeTensors) {
  CheckpointSpec spec;
  spec.shape = "J\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x86";
  EXPECT_THAT(Verdict(spec), HasSubstr("too large"));
  // Many elements out of few by a stride of 0: more values than bytes.
  spec.shape = "J\x00\x00\x10\x00K\x03\x86"s;
  spec.stride = "K\x00K\x00\x86"s;
  EXPECT_THAT(Verdict(spec), HasSubstr("more values than the file has bytes"));
}

TEST(TorchReaderTest, RefusesNamesTwice) {
  const CheckpointSpec spec;
  EXPECT_THAT(Verdict(spec, "\x80\x02}(" + Text("w") + TensorOf(spec) +
                                Text("w") + TensorOf(spec) + "u."),
              HasSubstr("twice"));
}

TEST(TorchReaderTest, RefusesLongNames) {
  const CheckpointSpec spec;
  const auto with_name = [&](size_t length) {
    return Verdict(spec, "\x80\x02}" + Text(std::string(length, 'n')) +
                             TensorOf(spec) + "s.");
  };
  EXPECT_EQ(with_name(limits::kMaxTensorNameBytes), "");
  EXPECT_THAT(with_name(limits::kMaxTensorNameBytes + 1), HasSubstr("name"));
}

TEST(TorchReaderTest, RefusesDeepNesting) {
  const CheckpointSpec spec;
  const auto nested = [&](size_t depth) {
    std::string pickle = "\x80\x02";
    for (size_t i = 0; i < depth; ++i) pickle += "}" + Text("k");
    pickle += TensorOf(spec);
    return Verdict(spec, pickle + std::string(depth, 's') + ".");
  };
  EXPECT_EQ(nested(limits::kMaxPickleNesting + 1), "");
  EXPECT_THAT(nested(limits::kMaxPickleNesting + 2), HasSubstr("nests deeper"));
}

TEST(TorchReaderTest, RefusesContainersThatHoldThemselves) {
  EXPECT_THAT(Verdict({}, "\x80\x02]q\x00h\x00\x61."s),
              HasSubstr("nests deeper"));
  // Each list holds the one before it sixteen times: 16^12 visits.
  std::string pickle = "\x80\x02]q\x00"s;
  for (char i = 0; i < 12; ++i) {
    pickle += "](";
    for (int k = 0; k < 16; ++k) pickle += "h"s + i;
    pickle += "eq"s + static_cast<char>(i + 1);
  }
  EXPECT_THAT(Verdict({}, pickle + "."), HasSubstr("too often"));
}

TEST(TorchReaderTest, RefusesOtherArchives) {
  CheckpointSpec spec;
  spec.more = {{.name = "m/constants.pkl", .data = "x"}};
  EXPECT_THAT(Verdict(spec), HasSubstr("TorchScript"));
  spec.more = {{.name = "m/code/__torch__.py", .data = "x"}};
  EXPECT_THAT(Verdict(spec), HasSubstr("TorchScript"));
  spec.more = {{.name = "m/byteorder", .data = "big"}};
  EXPECT_THAT(Verdict(spec), HasSubstr("big-endian"));
  spec.more = {{.name = "m/byteorder", .data = "little"}};
  EXPECT_EQ(Verdict(spec), "");
  spec.more = {{.name = "n/data.pkl", .data = "x"}};
  EXPECT_THAT(Verdict(spec), HasSubstr("2 entries data.pkl"));
  spec.more = {{.name = "m/extra", .data = "x", .crc = 1}};
  EXPECT_THAT(Verdict(spec), HasSubstr("checksum"));
}

}  // namespace
}  // namespace camglass
