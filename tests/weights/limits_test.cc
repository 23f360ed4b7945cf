// The limits of limits.h that belong to no one format's tests: each at its
// value and one above.
#include "weights/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/weights/byte_builder.h"
#include "tests/weights/fixtures.h"
#include "weights/caffe/caffe_reader.h"
#include "weights/checkpoint.h"
#include "weights/class_names/class_file.h"
#include "weights/keras/keras_reader.h"
#include "weights/numpy/npy.h"
#include "weights/numpy/npz.h"
#include "weights/safetensors/safetensors_reader.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

constexpr size_t kRoomy = size_t{1} << 33;

// A file of that size which takes no space.
std::string SparseFile(const TemporaryFolder& folder, uint64_t bytes) {
  const std::string path = folder.Path("sparse");
  std::ofstream(path, std::ios::binary) << "x";
  std::filesystem::resize_file(path, bytes);
  return path;
}

TEST(LimitsTest, FileBytes) {
  const TemporaryFolder folder;
  EXPECT_TRUE(MapFile(SparseFile(folder, limits::kMaxFileBytes)).ok());
  EXPECT_THAT(
      MapFile(SparseFile(folder, limits::kMaxFileBytes + 1)).status().message(),
      HasSubstr("more than"));
}

TEST(LimitsTest, Tensors) {
  CheckpointBudget budget(kRoomy);
  const std::vector<size_t> one = {1};
  for (size_t i = 0; i < limits::kMaxTensors; ++i)
    ASSERT_TRUE(budget.Admit(std::to_string(i), one).ok());
  EXPECT_THAT(budget.Admit("more", one).status().message(),
              HasSubstr("more than 65536 tensors"));
}

TEST(LimitsTest, TensorDims) {
  CheckpointBudget budget(kRoomy);
  std::vector<size_t> shape(limits::kMaxTensorDims, 1);
  EXPECT_TRUE(budget.Admit("a", shape).ok());
  shape.push_back(1);
  EXPECT_THAT(budget.Admit("b", shape).status().message(),
              HasSubstr("dimensions"));
}

TEST(LimitsTest, TensorElements) {
  CheckpointBudget budget(kRoomy);
  const std::vector<size_t> most = {limits::kMaxTensorElements};
  const std::vector<size_t> more = {limits::kMaxTensorElements + 1};
  EXPECT_TRUE(budget.Admit("a", most).ok());
  EXPECT_THAT(budget.Admit("b", more).status().message(),
              HasSubstr("too large"));
}

TEST(LimitsTest, ValuesOfAFile) {
  constexpr size_t kFileBytes = 100;
  const std::vector<size_t> most = {kFileBytes + limits::kExtraElements};
  const std::vector<size_t> one = {1};
  CheckpointBudget budget(kFileBytes);
  EXPECT_TRUE(budget.Admit("a", most).ok());
  EXPECT_THAT(budget.Admit("b", one).status().message(),
              HasSubstr("more values than the file has bytes"));
}

TEST(LimitsTest, MetadataEntries) {
  const auto with = [](size_t count) {
    std::string json = "{\"__metadata__\":{";
    for (size_t i = 0; i < count; ++i)
      json += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"\"";
    json += "}}";
    return ReadSafetensors(
               FromText(
                   ByteBuilder().Add<uint64_t>(json.size()).Text(json).str()))
        .status()
        .message();
  };
  EXPECT_EQ(with(limits::kMaxMetadataEntries), "");
  EXPECT_THAT(with(limits::kMaxMetadataEntries + 1),
              HasSubstr("more metadata"));
}

// Groups of an unknown field, each in the one before.
TEST(LimitsTest, ProtobufNesting) {
  const auto nested = [](size_t depth) {
    constexpr char kStart = 15 << 3 | 3;
    constexpr char kEnd = 15 << 3 | 4;
    const std::vector<std::byte> tiny = FixtureBytes("tiny_v2.caffemodel");
    std::string text(reinterpret_cast<const char*>(tiny.data()), tiny.size());
    text += std::string(depth, kStart) + std::string(depth, kEnd);
    return ReadCaffeModel(FromText(text)).ok();
  };
  EXPECT_TRUE(nested(limits::kMaxProtobufNesting));
  EXPECT_FALSE(nested(limits::kMaxProtobufNesting + 1));
}

TEST(LimitsTest, Hdf5Nesting) {
  EXPECT_TRUE(ReadKerasHdf5(Fixture("nested_16.h5")).ok());
  EXPECT_THAT(ReadKerasHdf5(Fixture("nested_17.h5")).status().message(),
              HasSubstr("nest deeper"));
}

TEST(LimitsTest, ClassFileBytes) {
  const TemporaryFolder folder;
  const std::string path = folder.Path("names.txt");
  const auto with = [&](uint64_t bytes) {
    const std::string line = std::string(255, 'x') + "\n";
    std::ofstream out(path, std::ios::binary);
    for (uint64_t n = 0; n < bytes / line.size(); ++n) out << line;
    out << std::string(bytes % line.size(), '\n');
    out.close();
    return ReadClassFile(path).status().message();
  };
  EXPECT_EQ(with(limits::kMaxClassFileBytes), "");
  EXPECT_THAT(with(limits::kMaxClassFileBytes + 1), HasSubstr("too large"));
}

TEST(LimitsTest, NpyHeaderBytes) {
  const auto with = [](size_t bytes) {
    std::string header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': ()}";
    header.resize(bytes, ' ');
    return ParseNpy(FromText(ByteBuilder()
                                 .Text("\x93NUMPY")
                                 .Add<uint8_t>(2)
                                 .Add<uint8_t>(0)
                                 .Add<uint32_t>(static_cast<uint32_t>(bytes))
                                 .Text(header)
                                 .Add<float>(1)
                                 .str())
                        .bytes)
        .ok();
  };
  EXPECT_TRUE(with(limits::kMaxNpyHeaderBytes));
  EXPECT_FALSE(with(limits::kMaxNpyHeaderBytes + 1));
}

// deflated.npz holds 64 x 64 floats and a scalar behind headers of 128 bytes.
TEST(LimitsTest, NpyBytes) {
  constexpr uint64_t kUnpacked = 64 * 64 * 4 + 4 + 2 * 128;
  EXPECT_TRUE(ReadNpz(Fixture("deflated.npz").bytes, kUnpacked).ok());
  EXPECT_THAT(
      ReadNpz(Fixture("deflated.npz").bytes, kUnpacked - 1).status().message(),
      HasSubstr("unpack to more"));
}

}  // namespace
}  // namespace camglass
