// The limits of limits.h that belong to no one format's tests: each at its
// value and one above.
#include "weights/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/weights/byte_builder.h"
#include "tests/weights/fixtures.h"
#include "tests/weights/zip_builder.h"
#include "weights/caffe/caffe_reader.h"
#include "weights/checkpoint.h"
#include "weights/class_names/class_file.h"
#include "weights/keras/hdf5_walk.h"
#include "weights/keras/keras_reader.h"
#include "weights/numpy/npy.h"
#include "weights/numpy/npz.h"
#include "weights/numpy/npz_reader.h"
#include "weights/numpy/npz_writer.h"
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

TEST(LimitsTest, Hdf5Objects) {
  EXPECT_TRUE(ReadKerasHdf5(Fixture("objects_65536.h5")).ok());
  EXPECT_THAT(ReadKerasHdf5(Fixture("objects_65537.h5")).status().message(),
              HasSubstr("too many objects"));
}

// The child gets exactly the time of kHdf5Seconds.
TEST(LimitsTest, Hdf5Seconds) {
  const auto child = RunIsolated(Hdf5WalkLimits(0), [](const ChildOutput&) {
    struct rlimit limit {};
    return ::getrlimit(RLIMIT_CPU, &limit) == 0 &&
           limit.rlim_cur == limits::kHdf5Seconds;
  });
  EXPECT_TRUE(child.ok()) << child.status().message();
}

TEST(LimitsTest, Hdf5ExtraBytes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers reserve address space; no limit is set";
#endif
  const auto reserves = [](uint64_t bytes) {
    return RunIsolated(Hdf5WalkLimits(0),
                       [bytes](const ChildOutput&) {
                         return ::mmap(nullptr, bytes, PROT_NONE,
                                       MAP_PRIVATE | MAP_ANONYMOUS, -1,
                                       0) != MAP_FAILED;
                       })
        .ok();
  };
  const auto page = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  EXPECT_TRUE(reserves(limits::kHdf5ExtraBytes));
  EXPECT_FALSE(reserves(limits::kHdf5ExtraBytes + page));
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

// An archive of one array whose header claims to unpack to so many bytes.
std::string Claiming(uint64_t bytes) {
  const auto unpacked = static_cast<uint32_t>(bytes);
  return BuildZip({.entries = {{.name = "a.npy",
                                .data = "x",
                                .method = 8,
                                .local_unpacked = unpacked,
                                .central_unpacked = unpacked}}});
}

TEST(LimitsTest, NpyBytesOfAnArchive) {
  const auto verdict = [](uint64_t bytes) {
    return ReadNpz(FromText(Claiming(bytes)).bytes).status().message();
  };
  EXPECT_THAT(verdict(limits::kMaxNpyBytes),
              HasSubstr("an entry of the archive is damaged"));
  EXPECT_THAT(verdict(limits::kMaxNpyBytes + 1), HasSubstr("unpack to more"));
}

TEST(LimitsTest, NpzGrowth) {
  const auto verdict = [](uint64_t bytes) {
    return ReadNpzCheckpoint(FromText(Claiming(bytes))).status().message();
  };
  const uint64_t most =
      limits::kMaxNpzGrowth * (Claiming(0).size() + limits::kExtraElements);
  EXPECT_THAT(verdict(most), HasSubstr("an entry of the archive is damaged"));
  EXPECT_THAT(verdict(most + 1), HasSubstr("unpack to more"));
}

// Zeros that take no memory: only the sizes matter before the first write.
TEST(LimitsTest, NpyBytesWritten) {
  constexpr size_t kMapped = limits::kMaxNpyBytes;
  void* const zeros =
      ::mmap(nullptr, kMapped, PROT_READ,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  ASSERT_NE(zeros, MAP_FAILED);
  const auto verdict = [&](const std::string& name) {
    // A header of 30 bytes and the name's, one of NumPy's and the values.
    constexpr size_t kCount = (limits::kMaxNpyBytes - 30 - 6 - 128) / 4;
    const CheckpointTensor tensor{name,
                                  {kCount},
                                  ElementType::kF32,
                                  static_cast<const float*>(zeros),
                                  {}};
    return WriteNpz(std::span(&tensor, 1),
                    [](std::span<const std::byte>) {
                      return IoError("the sink was reached");
                    })
        .message();
  };
  EXPECT_EQ(verdict("ab"), "the sink was reached");
  EXPECT_THAT(verdict("abc"), HasSubstr("too large for an .npz"));
  ::munmap(zeros, kMapped);
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
