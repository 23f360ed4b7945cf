// Where streams go when the disk is full, nobody reads, or the program stops.
#include "camapp/output/stream_sink.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <string>
#include <vector>

#include "camapp/live/stop_signal.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// No file may grow beyond that while this lives.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);  // as PrepareProcess() does
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit now = before_;
    now.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FileLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;

 private:
  rlimit before_ = {};
};

class StreamSinkTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        testing::TempDir() + "camglass_output." + std::to_string(getpid());
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    path_ = folder_ + "/stream";
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::unique_ptr<StreamSink> Open(bool overwrite = false) {
    auto stream = StreamSink::Open(path_, overwrite, stop_.fd());
    EXPECT_TRUE(stream.ok()) << stream.status().message();
    return *std::move(stream);
  }
  static std::vector<uint8_t> Frame(char letter, size_t size = 3000) {
    return std::vector<uint8_t>(size, static_cast<uint8_t>(letter));
  }
  std::string Content() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_))
      names.push_back(entry.path().filename());
    return names;
  }

  std::string folder_, path_;
  StopSignal stop_;
};

TEST_F(StreamSinkTest, AFullDiskKeepsTheWholeFrames) {
  const FileLimit limit(10'000);
  auto stream = Open();
  ASSERT_TRUE(stream->WriteHeader(Frame('h', 16)).ok());
  for (const char letter : {'a', 'b', 'c'})
    ASSERT_TRUE(stream->Write({Frame(letter, 100), Frame(letter, 2900)}).ok());
  const Status full = stream->Write({Frame('d')});
  EXPECT_THAT(full.message(), StartsWith(path_));
  EXPECT_THAT(full.message(), HasSubstr("File too large"));
  EXPECT_THAT(full.message(), HasSubstr("the 3 frames before that are kept"));
  EXPECT_EQ(stream->Write({Frame('e', 10)}).message(), full.message());
  EXPECT_EQ(stream->Finish().message(), full.message());
  EXPECT_EQ(Content(), std::string(16, 'h') + std::string(3000, 'a') +
                           std::string(3000, 'b') + std::string(3000, 'c'));
  EXPECT_EQ(Files(), std::vector<std::string>{"stream"});
}

TEST_F(StreamSinkTest, WithoutAWholeFrameThereIsNoFile) {
  const FileLimit limit(1000);
  auto stream = Open();
  ASSERT_TRUE(stream->WriteHeader(Frame('h', 16)).ok());
  EXPECT_FALSE(stream->Write({Frame('a')}).ok());
  EXPECT_FALSE(stream->Finish().ok());
  stream.reset();
  EXPECT_EQ(Files(), std::vector<std::string>());
}

TEST_F(StreamSinkTest, WhatIsOverwrittenStaysUntilThereIsAFrame) {
  std::ofstream(path_) << "old";
  const FileLimit limit(1000);
  auto stream = Open(true);
  EXPECT_FALSE(stream->Write({Frame('a')}).ok());
  EXPECT_FALSE(stream->Finish().ok());
  EXPECT_EQ(Content(), "old");
}

TEST_F(StreamSinkTest, KeepsItsFramesWithoutFinish) {
  Open()->Write({Frame('a', 5)}).ok();
  EXPECT_EQ(Content(), "aaaaa");
  EXPECT_EQ(Files(), std::vector<std::string>{"stream"});
  fs::remove(path_);
  Open();
  EXPECT_EQ(Files(), std::vector<std::string>());
}

TEST_F(StreamSinkTest, ANameThatWasTakenMeanwhileCostsNothing) {
  auto stream = Open();
  ASSERT_TRUE(stream->Write({Frame('a', 5)}).ok());
  std::ofstream(path_) << "of others";
  const std::string why = stream->Finish().message();
  EXPECT_THAT(why, HasSubstr("exists"));
  EXPECT_EQ(Content(), "of others");
  const size_t at = why.find("what was written is in ");
  ASSERT_NE(at, std::string::npos) << why;
  path_ = why.substr(at + 23);
  EXPECT_EQ(Content(), "aaaaa");
}

TEST_F(StreamSinkTest, ADeviceThatIsFullSaysSo) {
  path_ = "/dev/full";
  EXPECT_THAT(Open()->Write({Frame('a')}).message(),
              HasSubstr("No space left on device"));
}

// The bounds of these only end a test that fails.
constexpr std::chrono::seconds kBound{30};

TEST_F(StreamSinkTest, AReaderThatDoesNotReadIsNotWaitedForAfterAStop) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  const int reader = open(path_.c_str(), O_RDONLY | O_NONBLOCK);
  auto stream = Open();
  auto written = std::async(std::launch::async, [&] {
    return stream->Write({Frame('a', size_t{1} << 22)});
  });
  EXPECT_EQ(written.wait_for(std::chrono::milliseconds(200)),
            std::future_status::timeout);
  stop_.Set();
  ASSERT_EQ(written.wait_for(kBound), std::future_status::ready);
  EXPECT_TRUE(written.get().ok());
  EXPECT_TRUE(stream->Finish().ok());
  close(reader);
}

TEST_F(StreamSinkTest, AReaderThatReadsGetsItsFrameAfterAStop) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  const int reader = open(path_.c_str(), O_RDONLY | O_NONBLOCK);
  fcntl(reader, F_SETFL, 0);
  auto stream = Open();
  stop_.Set();
  auto read_all = std::async(std::launch::async, [&] {
    size_t total = 0;
    char bytes[8192];
    for (ssize_t got; (got = read(reader, bytes, sizeof(bytes))) > 0;)
      total += static_cast<size_t>(got);
    return total;
  });
  EXPECT_TRUE(stream->Write({Frame('a', 300'000)}).ok());
  stream.reset();
  EXPECT_EQ(read_all.get(), 300'000u);
  close(reader);
}

TEST_F(StreamSinkTest, APipeThatNobodyOpensIsGivenUpAtAStop) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  auto opened = std::async(std::launch::async, [&] {
    return StreamSink::Open(path_, false, stop_.fd()).status();
  });
  EXPECT_EQ(opened.wait_for(std::chrono::milliseconds(200)),
            std::future_status::timeout);
  stop_.Set();
  ASSERT_EQ(opened.wait_for(kBound), std::future_status::ready);
  EXPECT_EQ(opened.get().code(), StatusCode::kUnavailable);
}

TEST_F(StreamSinkTest, APipeWhoseReaderComesLaterIsWritten) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  auto opened = std::async(std::launch::async, [&] { return Open(); });
  const int reader = open(path_.c_str(), O_RDONLY);
  auto stream = opened.get();
  ASSERT_TRUE(stream->Write({Frame('a', 10)}).ok());
  char bytes[10];
  EXPECT_EQ(read(reader, bytes, sizeof(bytes)), 10);
  close(reader);
  std::signal(SIGPIPE, SIG_IGN);
  EXPECT_THAT(stream->Write({Frame('b', 10)}).message(),
              HasSubstr("its reader has gone"));
}

}  // namespace
}  // namespace camglass
