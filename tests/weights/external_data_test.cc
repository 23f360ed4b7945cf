#include "weights/onnx/external_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/weights/fixtures.h"
#include "tests/weights/proto_builder.h"
#include "weights/limits.h"
#include "weights/onnx/onnx_reader.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

// Both ways to open: the kernel's own, and one component after the other.
class ExternalDataTest : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_.Path("data/sub"));
    Write("data/w.bin");
    Write("data/sub/w.bin");
    Write("secret");
  }
  void Write(const std::string& name) const {
    std::ofstream(folder_.Path(name), std::ios::binary) << std::string(16, 'x');
  }
  void Link(const std::string& name, const std::string& target) const {
    std::filesystem::create_symlink(target, folder_.Path(name));
  }
  std::string Verdict(const std::string& location) const {
    const auto file = MapBeneath(folder_.Path("data"), location, GetParam());
    if (!file.ok()) return file.status().message();
    EXPECT_EQ(file->bytes.size(), 16u);
    return "";
  }
  TemporaryFolder folder_;
};

TEST_P(ExternalDataTest, OpensWhatLiesBeneath) {
  for (const char* good : {"w.bin", "./w.bin", "sub/w.bin", "sub//w.bin"})
    EXPECT_EQ(Verdict(good), "") << good;
}

TEST_P(ExternalDataTest, NeverLeavesTheFolder) {
  for (const char* bad :
       {"../secret", "sub/../w.bin", "..", "sub/../../secret"})
    EXPECT_THAT(Verdict(bad), HasSubstr("leaves its folder")) << bad;
  EXPECT_THAT(Verdict(folder_.Path("secret")), HasSubstr("absolute path"));
  EXPECT_THAT(Verdict("/etc/passwd"), HasSubstr("absolute path"));
  for (const std::string bad : {"", ".", "/", "sub/"})
    EXPECT_NE(Verdict(bad), "") << bad;
  EXPECT_THAT(Verdict(std::string("w.bin\0x", 7)),
              HasSubstr("not a file name"));
}

TEST_P(ExternalDataTest, FollowsNoLink) {
  Link("data/to_secret", "../secret");
  Link("data/to_neighbour", "w.bin");
  Link("data/to_folder", "sub");
  Link("data/out", "..");
  Link("data/absolute", folder_.Path("secret"));
  Link("data/loop", "loop");
  for (const char* bad : {"to_secret", "to_neighbour", "to_folder/w.bin",
                          "out/secret", "absolute", "loop"})
    EXPECT_THAT(Verdict(bad), HasSubstr("link")) << bad;
}

TEST_P(ExternalDataTest, OpensRegularFilesOnly) {
  ASSERT_EQ(::mkfifo(folder_.Path("data/fifo").c_str(), 0600), 0);
  EXPECT_THAT(Verdict("fifo"), HasSubstr("not a regular file"));
  EXPECT_THAT(Verdict("sub"), HasSubstr("folder"));
  EXPECT_THAT(Verdict("none"), HasSubstr("--external-data-dir"));
  EXPECT_NE(Verdict(std::string(limits::kMaxExternalPathBytes, 'a')), "");
  EXPECT_THAT(Verdict(std::string(limits::kMaxExternalPathBytes + 1, 'a')),
              HasSubstr("too long"));
}

INSTANTIATE_TEST_SUITE_P(Ways, ExternalDataTest, ::testing::Bool(),
                         [](const auto& way) {
                           return way.param ? "Openat2" : "Stepwise";
                         });

TEST(ExternalRangeTest, StaysInTheFile) {
  const FileBytes file = FromText(std::string(16, 'x'));
  const auto size = [&](uint64_t offset, std::optional<uint64_t> length) {
    const auto slice = ExternalData::Slice(file, {"w.bin", offset, length});
    return slice.ok() ? static_cast<int>(slice->size()) : -1;
  };
  EXPECT_EQ(size(0, 16), 16);
  EXPECT_EQ(size(16, 0), 0);
  EXPECT_EQ(size(4, std::nullopt), 12);
  EXPECT_EQ(size(0, 17), -1);
  EXPECT_EQ(size(16, 1), -1);
  EXPECT_EQ(size(17, std::nullopt), -1);
  EXPECT_EQ(size(~uint64_t{0}, 2), -1);
}

TEST(ExternalFilesTest, AreLimitedInNumber) {
  const TemporaryFolder folder;
  ExternalData data({folder.path(), ""});
  const auto open = [&](size_t i) {
    const std::string name = std::to_string(i);
    std::ofstream(folder.Path(name)) << "x";
    return data.Open(name).status().message();
  };
  for (size_t i = 0; i < limits::kMaxExternalFiles; ++i)
    ASSERT_EQ(open(i), "") << i;
  EXPECT_EQ(open(0), "") << "an open one is not another";
  EXPECT_THAT(open(limits::kMaxExternalFiles), HasSubstr("more than 1024"));
}

// A model whose one weight, of four floats, lies beside it.
std::string Outside(const std::string& location, const std::string& offset,
                    const std::string& length) {
  const auto pair = [](const std::string& key, const std::string& value) {
    return ProtoField(13, ProtoField(1, key) + ProtoField(2, value));
  };
  const std::string tensor = ProtoNumber(1, 4) + ProtoNumber(2, 1) +
                             ProtoField(8, "w") + pair("location", location) +
                             pair("offset", offset) + pair("length", length) +
                             ProtoNumber(14, 1);
  return ProtoNumber(1, 7) +
         ProtoField(7,
                    ProtoField(1, ProtoField(1, "in") + ProtoField(2, "out") +
                                      ProtoField(4, "Relu")) +
                        ProtoField(5, tensor) +
                        ProtoField(11, ProtoField(1, "in")) +
                        ProtoField(12, ProtoField(1, "out"))) +
         ProtoField(8, ProtoNumber(2, 13));
}

TEST(ExternalTensorsTest, AreReadOnlyOnRequestAndChecked) {
  const TemporaryFolder folder;
  std::ofstream(folder.Path("w.bin"), std::ios::binary)
      << std::string(4, '\0') << std::string("\0\0\x80\x3f", 4)
      << std::string(12, '\0');
  const auto read = [&](const std::string& model, const std::string& where) {
    return ReadOnnx(FromText(model), {where, ""});
  };
  const auto error = [&](const std::string& model) {
    return read(model, folder.path()).status().message();
  };
  const std::string good = Outside("w.bin", "4", "16");
  EXPECT_THAT(read(good, "").status().message(),
              HasSubstr("--external-data-dir"));
  const auto checkpoint = read(good, folder.path());
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  EXPECT_EQ(checkpoint->tensors[0].data[0], 1.0f);
  EXPECT_EQ(checkpoint->tensors[0].data[3], 0.0f);
  EXPECT_THAT(error(Outside("w.bin", "8", "16")), HasSubstr("fewer than"));
  EXPECT_THAT(error(Outside("w.bin", "4", "12")),
              HasSubstr("12 bytes of values"));
  EXPECT_THAT(error(Outside("w.bin", "-4", "16")), HasSubstr("not a number"));
  EXPECT_THAT(error(Outside("w.bin", "4", "1e9")), HasSubstr("not a number"));
  EXPECT_THAT(error(Outside("w.bin", "18446744073709551615", "16")),
              HasSubstr("fewer than"));
  EXPECT_THAT(error(Outside("../w.bin", "4", "16")),
              HasSubstr("leaves its folder"));
}

// Without a flag: a plain file right beside the model, and nothing else.
TEST(ExternalTensorsTest, AreFoundBesideTheModel) {
  const TemporaryFolder folder;
  const std::string four(16, '\0');
  std::ofstream(folder.Path("w.data"), std::ios::binary) << four;
  std::ofstream(folder.Path(".hidden"), std::ios::binary) << four;
  std::ofstream(folder.Path("short"), std::ios::binary) << "abc";
  ASSERT_EQ(::mkdir(folder.Path("sub").c_str(), 0700), 0);
  std::ofstream(folder.Path("sub/w.data"), std::ios::binary) << four;
  ASSERT_EQ(::symlink("w.data", folder.Path("link").c_str()), 0);
  ASSERT_EQ(::mkfifo(folder.Path("fifo").c_str(), 0600), 0);
  const auto error = [&](const std::string& location) {
    return ReadOnnx(FromText(Outside(location, "0", "16")), {"", folder.path()})
        .status()
        .message();
  };
  EXPECT_EQ(error("w.data"), "");
  for (const char* refused : {"sub/w.data", "./w.data", ".hidden", "", ".",
                              "..", "../w.data", "/etc/hostname"})
    EXPECT_THAT(error(refused), HasSubstr("--external-data-dir")) << refused;
  EXPECT_THAT(error("link"), HasSubstr("link"));
  EXPECT_THAT(error("fifo"), HasSubstr("regular file"));
  EXPECT_THAT(error("sub"), HasSubstr("folder"));
  EXPECT_THAT(error("missing"), HasSubstr("beside the model"));
  EXPECT_THAT(error("short"), HasSubstr("fewer than"));
}

}  // namespace
}  // namespace camglass
