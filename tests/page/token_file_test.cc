#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "camapp/page/access_token.h"

namespace camglass {
namespace {

using testing::HasSubstr;

class TokenFileTest : public testing::Test {
 protected:
  TokenFileTest()
      : folder_(testing::TempDir() + "token_file_test." +
                std::to_string(getpid())),
        path_(folder_ + "/token") {
    std::filesystem::create_directory(folder_);
  }
  ~TokenFileTest() override { std::filesystem::remove_all(folder_); }

  StatusOr<std::string> ReadOf(const std::string& text, mode_t mode = 0600) {
    std::ofstream(path_, std::ios::binary) << text;
    EXPECT_EQ(chmod(path_.c_str(), mode), 0);
    auto token = ReadTokenFile(path_);
    std::filesystem::remove(path_);
    return token;
  }

  std::string folder_;
  std::string path_;
};

TEST_F(TokenFileTest, ReadsItsOnlyLine) {
  const std::string least(16, 'a');
  const std::string most(128, 'Z');
  for (const std::string& token :
       {least, most, std::string("00112233445566778899aabbccddeeff"),
        std::string("-._~0123456789az")}) {
    for (const char* end : {"", "\n", "\r\n"}) {
      const auto read = ReadOf(token + end);
      ASSERT_TRUE(read.ok()) << read.status().message();
      EXPECT_EQ(*read, token);
    }
    EXPECT_TRUE(ReadOf(token, 0400).ok());
  }
}

TEST_F(TokenFileTest, RefusesWhatIsNoToken) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string(15, 'a'),
        std::string(129, 'a'), std::string(100'000, 'a'),
        "a" + std::string(16, ' '), std::string(16, 'a') + "\nb",
        std::string(16, 'a') + ";", std::string(16, 'a') + "\xC3\xA9",
        std::string(16, '\0'), std::string(16, 'a') + "&x=1",
        std::string(16, 'a') + "\n\n"}) {
    const auto read = ReadOf(text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_THAT(read.status().message(), HasSubstr("--token-file " + path_));
    EXPECT_THAT(read.status().message(), HasSubstr("openssl rand -hex 16"));
  }
}

TEST_F(TokenFileTest, RefusesAFileThatOthersCanReadOrChange) {
  for (const mode_t mode : {0640, 0604, 0644, 0620, 0602, 0666, 0444}) {
    const auto read = ReadOf(std::string(32, 'a'), mode);
    ASSERT_FALSE(read.ok()) << mode;
    EXPECT_EQ(read.status().code(), StatusCode::kPermissionDenied);
    EXPECT_THAT(read.status().message(), HasSubstr("chmod 600"));
  }
}

TEST_F(TokenFileTest, RefusesWhatIsNoFile) {
  EXPECT_EQ(ReadTokenFile(path_).status().code(), StatusCode::kNotFound);
  EXPECT_THAT(ReadTokenFile(path_).status().message(), HasSubstr("umask 077"));
  EXPECT_FALSE(ReadTokenFile(folder_).ok());
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(ReadTokenFile(path_).status().message(),
              HasSubstr("is not a plain file"));
}

}  // namespace
}  // namespace camglass
