#include "weights/keras/hdf5_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "tests/weights/byte_builder.h"
#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "weights/keras/hdf5_walk.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

Status Read(const FileBytes& file) {
  return ReadHdf5Records(file.bytes, file.bytes.size()).status();
}

std::string Verdict(const ByteBuilder& records) {
  return Read(FromText(records.str())).message();
}

// A record up to its values.
ByteBuilder Head(std::string_view name, const std::vector<uint64_t>& shape) {
  ByteBuilder head;
  head.Add<uint32_t>(static_cast<uint32_t>(name.size()));
  head.Add<uint32_t>(static_cast<uint32_t>(shape.size()));
  for (const uint64_t side : shape) head.Add<uint64_t>(side);
  head.Text(std::string(name));
  return head;
}

ByteBuilder End(ByteBuilder records) {
  records.Add<uint32_t>(0).Add<uint32_t>(0);
  return records;
}

TEST(Hdf5RecordsTest, AreWhatTheWalkSends) {
  const std::vector<std::byte> file = FixtureBytes("small.h5");
  const auto sent =
      RunIsolated(Hdf5WalkLimits(file.size()), [&](const ChildOutput& output) {
        return SendHdf5Datasets(file, output);
      });
  ASSERT_TRUE(sent.ok()) << sent.status().message();
  EXPECT_EQ(*sent, FixtureBytes("hdf5.records"));
}

TEST(Hdf5RecordsTest, BecomeTensors) {
  const std::vector<std::byte> records = FixtureBytes("hdf5.records");
  auto content = ReadHdf5Records(records, records.size());
  ASSERT_TRUE(content.ok()) << content.status().message();
  EXPECT_EQ(content->config, "");
  Checkpoint checkpoint;
  checkpoint.tensors = std::move(content->tensors);
  ExpectSameTensors(checkpoint, ExpectedValues("small.h5"));
}

TEST(Hdf5RecordsTest, RefuseEveryTruncationAndSurviveEveryChange) {
  for (const char* name : {"hdf5.records", "hdf5_refusal.records"}) {
    ExpectTruncationsRefused(FixtureBytes(name), Read);
    ExpectFlipsSurvived(FixtureBytes(name), Read);
  }
}

// What a child might write that was taken over by its file.
TEST(Hdf5RecordsTest, AreNotBelieved) {
  const std::string half_way = "stopped half way";
  EXPECT_EQ(Verdict(End(Head("a", {1}).Add<float>(1))), "");
  EXPECT_EQ(Verdict(End(ByteBuilder())), "");
  EXPECT_THAT(Verdict(Head("a", {1}).Add<float>(1)), HasSubstr(half_way));
  EXPECT_THAT(Verdict(Head("a", {2}).Add<float>(1)), HasSubstr(half_way));
  EXPECT_THAT(Verdict(End(ByteBuilder()).Add<uint8_t>(0)), HasSubstr(half_way));
  EXPECT_THAT(Verdict(ByteBuilder().Add<uint32_t>(0).Add<uint32_t>(1)),
              HasSubstr(half_way));
  EXPECT_THAT(
      Verdict(End(Head("a", {1, 1, 1, 1, 1, 1, 1, 1, 1}).Add<float>(1))),
      HasSubstr(half_way));
  EXPECT_THAT(Verdict(End(Head("a", {uint64_t{1} << 40}))),
              HasSubstr("too large"));
  EXPECT_THAT(Verdict(End(Head("a", {uint64_t{1} << 32, uint64_t{1} << 32}))),
              HasSubstr("too large"));
  EXPECT_THAT(Verdict(End(Head("a", {1'000'000}))),
              HasSubstr("more values than the file has bytes"));
  ByteBuilder twice = Head("a", {0});
  twice.Text(Head("a", {0}).str());
  EXPECT_THAT(Verdict(End(twice)), HasSubstr("twice"));
}

TEST(Hdf5RecordsTest, LimitNames) {
  const auto with = [](size_t bytes) {
    return Verdict(End(Head(std::string(bytes, 'x'), {0})));
  };
  EXPECT_EQ(with(limits::kMaxTensorNameBytes), "");
  EXPECT_THAT(with(limits::kMaxTensorNameBytes + 1), HasSubstr("half way"));
}

TEST(Hdf5RecordsTest, LimitTheSentenceOfARefusal) {
  const auto with = [](size_t bytes) {
    return Verdict(ByteBuilder()
                       .Add<uint32_t>(kHdf5Refusal)
                       .Add<uint32_t>(static_cast<uint32_t>(bytes))
                       .Text(std::string(bytes, 'x')));
  };
  EXPECT_EQ(with(limits::kMaxHdf5RefusalBytes),
            std::string(limits::kMaxHdf5RefusalBytes, 'x'));
  EXPECT_THAT(with(limits::kMaxHdf5RefusalBytes + 1), HasSubstr("half way"));
  EXPECT_THAT(with(0), HasSubstr("half way"));
}

}  // namespace
}  // namespace camglass
