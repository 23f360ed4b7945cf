// Weights from .npz archives, and back into them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "tests/weights/python_oracle.h"
#include "tests/weights/zip_builder.h"
#include "weights/checkpoint_formats.h"
#include "weights/limits.h"
#include "weights/numpy/npz_reader.h"
#include "weights/numpy/npz_writer.h"
#include "weights/torch/torch_reader.h"

namespace camglass {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

Status Read(const FileBytes& file) { return ReadNpzCheckpoint(file).status(); }

StatusOr<std::vector<std::byte>> Written(
    const std::vector<CheckpointTensor>& tensors) {
  std::vector<std::byte> out;
  CAMGLASS_RETURN_IF_ERROR(
      WriteNpz(tensors, [&](std::span<const std::byte> bytes) {
        out.insert(out.end(), bytes.begin(), bytes.end());
        return Status();
      }));
  return out;
}

TEST(NpzWeightsTest, ReadsWhatNumpyWrites) {
  for (const char* name : {"weights.npz", "weights_deflated.npz"}) {
    EXPECT_TRUE(LooksLikeNpz(Fixture(name).bytes));
    const auto checkpoint = ReadCheckpoint(Fixture(name));
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
    EXPECT_EQ(checkpoint->format, CheckpointFormat::kNpz);
    ExpectSameTensors(*checkpoint, ExpectedValues("weights.npz"));
  }
}

TEST(NpzWeightsTest, SurvivesDamage) {
  for (const char* name : {"weights.npz", "weights_deflated.npz"}) {
    ExpectTruncationsRefused(FixtureBytes(name), Read);
    ExpectFlipsSurvived(FixtureBytes(name), Read);
  }
}

// 16,384 zeros deflate to a hundred bytes: more values than the file has bytes.
TEST(NpzWeightsTest, RefusesWhatUnpacksTooFar) {
  const auto zeros = ReadNpzCheckpoint(Fixture("deflated.npz"));
  ASSERT_TRUE(zeros.ok()) << zeros.status().message();  // 4,097 of 437 + 4,096
  EXPECT_THAT(Read(Fixture("bomb.npz")).message(), HasSubstr("unpack to more"));
}

TEST(NpzWeightsTest, WritesWhatItReads) {
  const auto checkpoint = ReadTorchZip(Fixture("tiny.pth"));
  ASSERT_TRUE(checkpoint.ok());
  const auto bytes = Written(checkpoint->tensors);
  ASSERT_TRUE(bytes.ok()) << bytes.status().message();
  const auto again = ReadNpzCheckpoint(FromVector(*bytes));
  ASSERT_TRUE(again.ok()) << again.status().message();
  std::vector<ExpectedTensor> expected = ExpectedValues("tiny.pth");
  for (ExpectedTensor& tensor : expected) tensor.type = "f32";
  ExpectSameTensors(*again, expected);
  EXPECT_EQ(*Written(checkpoint->tensors), *bytes);
}

TEST(NpzWeightsTest, NumpyReadsWhatIsWritten) {
  const auto checkpoint = ReadTorchZip(Fixture("tiny.pth"));
  ASSERT_TRUE(checkpoint.ok());
  const TemporaryFolder folder;
  const std::string path = folder.Path("out.npz");
  ASSERT_TRUE(WriteNpzFile(checkpoint->tensors, path, false).ok());
  EXPECT_FALSE(WriteNpzFile(checkpoint->tensors, path, false).ok());
  const auto hashes = HashesByPython(SystemPython(), "numpy", path);
  if (!hashes) GTEST_SKIP() << "numpy is not installed";
  EXPECT_EQ(*hashes, HashesOf(checkpoint->tensors));
}

TEST(NpzWeightsTest, LimitsTheEntries) {
  const auto with = [](size_t count) {
    std::vector<CheckpointTensor> tensors;
    for (size_t i = 0; i < count; ++i)
      tensors.push_back(TensorFromValues("t" + std::to_string(i), {1},
                                         ElementType::kF32, {1}));
    return Written(tensors);
  };
  const auto full = with(limits::kMaxNpzEntries);
  ASSERT_TRUE(full.ok());
  EXPECT_TRUE(Read(FromVector(*full)).ok());
  EXPECT_THAT(with(limits::kMaxNpzEntries + 1).status().message(),
              HasSubstr("from 1 to"));
  EXPECT_FALSE(with(0).ok());
  ZipSpec spec;
  for (size_t i = 0; i <= limits::kMaxNpzEntries; ++i)
    spec.entries.push_back({.name = std::to_string(i) + ".npy"});
  EXPECT_THAT(Read(FromText(BuildZip(spec))).message(),
              HasSubstr("more than 1024 entries"));
}

TEST(ForeignersTest, AreToldWhatToDo) {
  const auto verdict = [](const std::string& content) {
    return ReadCheckpoint(FromText(content)).status().message();
  };
  for (const char* version : {"5.0", "7.3"})
    EXPECT_THAT(verdict("MATLAB "s + version + " MAT-file, Platform: GLNXA64"),
                HasSubstr("exportONNXNetwork(net,'net.onnx')"));
  const std::string matlab_hdf5 =
      "MATLAB 7.3 MAT-file" + std::string(493, ' ') + "\x89HDF\r\n\x1a\n";
  EXPECT_THAT(verdict(matlab_hdf5), HasSubstr("exportONNXNetwork"));
  EXPECT_THAT(verdict(BuildZip({.entries = {{.name = "config.json"},
                                            {.name = "model.weights.h5"}}})),
              HasSubstr("libhdf5 can't open"));
  EXPECT_THAT(verdict("sys_info" + std::string(249, '\0') + "ustar"),
              HasSubstr("tar archive"));
}

}  // namespace
}  // namespace camglass
