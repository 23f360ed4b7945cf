#include "engine/base/file_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/weights/fixtures.h"
#include "weights/byte_reader.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

TEST(MapFileTest, GivesTheBytes) {
  const TemporaryFolder folder;
  std::ofstream(folder.Path("f")) << "bytes";
  const auto file = MapFile(folder.Path("f"));
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(AsText(file->bytes), "bytes");
}

TEST(MapFileTest, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  std::ofstream(folder.Path("empty")).flush();
  ASSERT_EQ(::mkfifo(folder.Path("pipe").c_str(), 0600), 0);
  const auto verdict = [&](const char* name) {
    return MapFile(folder.Path(name)).status().message();
  };
  EXPECT_THAT(verdict("none"), HasSubstr("no such file"));
  EXPECT_THAT(verdict("."), HasSubstr("folder"));
  EXPECT_THAT(verdict("empty"), HasSubstr("empty"));
  EXPECT_THAT(verdict("pipe"), HasSubstr("not a regular file"));
}

TEST(ByteReaderTest, StopsAtTheEnd) {
  const FileBytes file = FromText("\x01\x02\x03");
  ByteReader reader(file.bytes);
  uint16_t two = 0;
  uint32_t four = 0;
  EXPECT_FALSE(reader.Read(&four));
  EXPECT_EQ(reader.position(), 0u);
  EXPECT_TRUE(reader.Read(&two));
  EXPECT_EQ(two, 0x0201);
  EXPECT_FALSE(reader.Skip(2));
  EXPECT_FALSE(reader.Skip(~size_t{0}));
  EXPECT_TRUE(reader.Skip(1));
  EXPECT_EQ(reader.remaining(), 0u);
  ByteReader beyond(file.bytes, 10);
  EXPECT_EQ(beyond.remaining(), 0u);
  EXPECT_FALSE(beyond.Skip(1));
}

}  // namespace
}  // namespace camglass
