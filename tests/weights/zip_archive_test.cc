#include "weights/torch/zip_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/weights/fixtures.h"
#include "tests/weights/zip_builder.h"
#include "weights/byte_reader.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What is wrong with a zip file; empty for a good one.
std::string Verdict(const ZipSpec& spec) {
  const FileBytes file = FromText(BuildZip(spec));
  return ReadStoredZip(file.bytes).status().message();
}

ZipSpec TwoEntries() {
  return {.entries = {{.name = "a/x", .data = "first"},
                      {.name = "a/y", .data = "second!"}}};
}

TEST(ZipArchiveTest, ReadsStoredEntries) {
  const FileBytes file = FromText(BuildZip(TwoEntries()));
  const auto archive = ReadStoredZip(file.bytes);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  ASSERT_EQ(archive->size(), 2u);
  EXPECT_EQ(AsText(archive->at("a/x").bytes), "first");
  EXPECT_EQ(AsText(archive->at("a/y").bytes), "second!");
}

TEST(ZipArchiveTest, ReadsSizesThatFollowTheData) {
  ZipSpec spec = TwoEntries();
  spec.entries[0].flags = 1 << 3;
  spec.entries[0].local_size = 0;
  EXPECT_EQ(Verdict(spec), "");
}

TEST(ZipArchiveTest, RefusesCompressedEntries) {
  ZipSpec spec = TwoEntries();
  spec.entries[1].method = 8;
  EXPECT_THAT(Verdict(spec), HasSubstr("compressed"));
}

TEST(ZipArchiveTest, RefusesUnpackedSizesThatDiffer) {
  ZipSpec spec = TwoEntries();
  spec.entries[1].central_unpacked = 1'000'000;
  EXPECT_THAT(Verdict(spec), HasSubstr("compressed"));
}

TEST(ZipArchiveTest, RefusesEncryptedEntries) {
  for (const uint16_t flag : {1 << 0, 1 << 6}) {
    ZipSpec spec = TwoEntries();
    spec.entries[0].flags = flag;
    EXPECT_THAT(Verdict(spec), HasSubstr("encrypted"));
  }
}

TEST(ZipArchiveTest, RefusesDuplicates) {
  ZipSpec spec = TwoEntries();
  spec.entries[1].name = "a/x";
  EXPECT_THAT(Verdict(spec), HasSubstr("two entries"));
}

TEST(ZipArchiveTest, RefusesUnsafeNames) {
  using namespace std::string_literals;
  for (const std::string& name :
       {"/etc/passwd"s, "../x"s, "a/../x"s, "a/.."s, ""s, "a\\x"s, "a\0x"s}) {
    ZipSpec spec = TwoEntries();
    spec.entries[0].name = name;
    EXPECT_THAT(Verdict(spec), HasSubstr("unsafe name")) << name;
  }
}

TEST(ZipArchiveTest, AcceptsNamesWithDots) {
  ZipSpec spec = TwoEntries();
  spec.entries[0].name = "a/..b/.format_version";
  EXPECT_EQ(Verdict(spec), "");
}

TEST(ZipArchiveTest, RefusesLocalHeadersThatDisagree) {
  ZipSpec name = TwoEntries();
  name.entries[0].local_name = "a/z";
  EXPECT_THAT(Verdict(name), HasSubstr("disagrees"));
  ZipSpec size = TwoEntries();
  size.entries[0].local_size = 4;
  EXPECT_THAT(Verdict(size), HasSubstr("disagrees"));
  // Without the flag that announces it, a size of 0 does not excuse it.
  size.entries[0].local_size = 0;
  EXPECT_THAT(Verdict(size), HasSubstr("disagrees"));
}

TEST(ZipArchiveTest, RefusesOverlaps) {
  // Both entries of the directory use the same bytes.
  ZipSpec same = TwoEntries();
  same.entries[1] = {.name = "a/y", .data = "", .local_name = "a/y"};
  same.entries[0] = {.name = "a/x", .data = std::string(200, 'x')};
  // A second header inside the first entry's data.
  const std::string inner = BuildZip({.entries = {{"a/y", "data"}}});
  same.entries[0].data = inner.substr(0, 30 + 3 + 4);
  same.entries[1].central_size = 4;
  same.entries[1].central_offset = 30 + 3;
  EXPECT_THAT(Verdict(same), HasSubstr("overlap"));
}

TEST(ZipArchiveTest, RefusesEntriesInTheDirectory) {
  ZipSpec spec = TwoEntries();
  spec.entries[1].central_size = 40;  // runs on into the directory
  spec.entries[1].local_size = 40;
  EXPECT_THAT(Verdict(spec), HasSubstr("overlap"));
}

TEST(ZipArchiveTest, RefusesWhatLiesBeyondTheFile) {
  ZipSpec offset = TwoEntries();
  offset.entries[0].central_offset = 1 << 20;
  EXPECT_THAT(Verdict(offset), HasSubstr("past the end"));
  ZipSpec size = TwoEntries();
  size.entries[1].central_size = 1 << 20;
  size.entries[1].local_size = 1 << 20;
  EXPECT_THAT(Verdict(size), HasSubstr("past the end"));
  ZipSpec directory = TwoEntries();
  directory.directory_offset = 1 << 20;
  EXPECT_THAT(Verdict(directory), HasSubstr("out of bounds"));
}

TEST(ZipArchiveTest, RefusesCountsThatDiffer) {
  ZipSpec more = TwoEntries();
  more.count = 3;
  EXPECT_THAT(Verdict(more), HasSubstr("broken"));
  ZipSpec fewer = TwoEntries();
  fewer.count = 1;
  EXPECT_THAT(Verdict(fewer), HasSubstr("more than its count"));
}

// The ZIP64 end record and locator, as they stand before the end record.
std::string Zip64End(uint64_t record_at, uint64_t entries, uint64_t bytes,
                     uint64_t offset) {
  ByteBuilder out;
  out.Add<uint32_t>(0x06064b50).Add<uint64_t>(44).Add<uint16_t>(45);
  out.Add<uint16_t>(45).Add<uint32_t>(0).Add<uint32_t>(0);
  out.Add<uint64_t>(entries).Add<uint64_t>(entries).Add<uint64_t>(bytes);
  out.Add<uint64_t>(offset);
  out.Add<uint32_t>(0x07064b50).Add<uint32_t>(0).Add<uint64_t>(record_at);
  out.Add<uint32_t>(1);
  return out.str();
}

TEST(ZipArchiveTest, ReadsZip64Directories) {
  ZipSpec spec = TwoEntries();
  const size_t whole = BuildZip(spec).size();
  const size_t data = 2 * (30 + 3) + 5 + 7;
  const size_t directory = whole - 22 - data;
  spec.before_end = Zip64End(whole - 22, 2, directory, data);
  spec.count = 0xffff;
  spec.directory_offset = 0xffffffff;
  spec.directory_bytes = 0xffffffff;
  EXPECT_EQ(Verdict(spec), "");
  spec.before_end = Zip64End(~uint64_t{0}, 2, directory, data);
  EXPECT_THAT(Verdict(spec), HasSubstr("past the end"));
  spec.before_end = Zip64End(whole - 22, 2, ~uint64_t{0}, data);
  EXPECT_THAT(Verdict(spec), HasSubstr("out of bounds"));
  spec.before_end =
      Zip64End(whole - 22, limits::kMaxZipEntries, directory, data);
  EXPECT_THAT(Verdict(spec), Not(HasSubstr("more than")));
  EXPECT_NE(Verdict(spec), "");  // there are but two
  spec.before_end =
      Zip64End(whole - 22, limits::kMaxZipEntries + 1, directory, data);
  EXPECT_THAT(Verdict(spec), HasSubstr("more than"));
}

TEST(ZipArchiveTest, ChecksumIsComparedWhereThereIsOne) {
  // CRC-32 of "123456789" is 0xcbf43926, the check value of its specification.
  const FileBytes data = FromText("123456789");
  EXPECT_TRUE(ChecksumHolds({data.bytes, 0xcbf43926}));
  EXPECT_TRUE(ChecksumHolds({data.bytes, 0}));
  EXPECT_FALSE(ChecksumHolds({data.bytes, 0xcbf43927}));
}

}  // namespace
}  // namespace camglass
