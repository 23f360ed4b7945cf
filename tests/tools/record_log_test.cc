#include "tools/audit/record_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RecordLogTest : public testing::Test {
 protected:
  RecordLogTest() { std::filesystem::remove(path_); }
  ~RecordLogTest() override { std::filesystem::remove(path_); }

  std::string Content() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const std::string path_ =
      testing::TempDir() +
      testing::UnitTest::GetInstance()->current_test_info()->name() + ".jsonl";
  std::vector<std::string> lines_;
};

TEST_F(RecordLogTest, GoesOnAfterTheLastWholeLine) {
  std::ofstream(path_) << "one\ntwo\nthr";
  auto log = RecordLog::Open(path_, true, false, &lines_);
  ASSERT_TRUE(log.ok()) << log.status().message();
  EXPECT_THAT(lines_, ElementsAre("one", "two"));
  EXPECT_TRUE((*log)->Append("three\n").ok());
  EXPECT_EQ(Content(), "one\ntwo\nthree\n");
}

TEST_F(RecordLogTest, ResumesNothing) {
  EXPECT_TRUE(RecordLog::Open(path_, true, false, &lines_).ok());
  EXPECT_THAT(lines_, IsEmpty());
  EXPECT_TRUE(RecordLog::Open(path_, true, false, &lines_).ok());
  EXPECT_THAT(lines_, IsEmpty());
}

TEST_F(RecordLogTest, KeepsWhatIsThereUnlessTold) {
  std::ofstream(path_) << "one\n";
  const auto refused = RecordLog::Open(path_, false, false, &lines_);
  EXPECT_THAT(refused.status().message(), HasSubstr("--resume"));
  EXPECT_EQ(Content(), "one\n");
  EXPECT_TRUE(RecordLog::Open(path_, false, true, &lines_).ok());
  EXPECT_EQ(Content(), "");
}

TEST_F(RecordLogTest, TwoRunsDoNotWriteTheSameFile) {
  const auto first = RecordLog::Open(path_, true, false, &lines_);
  ASSERT_TRUE(first.ok());
  EXPECT_THAT(RecordLog::Open(path_, true, false, &lines_).status().message(),
              HasSubstr("another run"));
}

TEST_F(RecordLogTest, AFullDiskIsAnError) {
  const auto log = RecordLog::Open("/dev/full", true, false, &lines_);
  // Not a file that can be cut to its lines: either step may say so.
  EXPECT_FALSE(log.ok() && (*log)->Append("one\n").ok());
}

}  // namespace
}  // namespace camglass
