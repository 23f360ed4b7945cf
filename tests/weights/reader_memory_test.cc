// What readers take at most of the heap, on good and on damaged files, against
// what limits.h promises. Counts what goes through operator new: our own
// memory, protobuf's and what comes back from the child; a library's mallocs
// (libzip's, zlib's) are not seen.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>

#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "weights/checkpoint_formats.h"
#include "weights/class_names/class_file.h"
#include "weights/convert/convert.h"
#include "weights/keras/hdf5_records.h"
#include "weights/limits.h"
#include "weights/torch/pickle_machine.h"

namespace {

size_t g_now = 0;
size_t g_peak = 0;
// How many allocations still succeed before one fails.
size_t g_until_failure = std::numeric_limits<size_t>::max();

void* AllocateOrNull(size_t bytes) {
  if (g_until_failure-- == 0) return nullptr;
  void* memory = std::malloc(std::max<size_t>(bytes, 1));
  if (memory == nullptr) return nullptr;
  g_now += malloc_usable_size(memory);
  g_peak = std::max(g_peak, g_now);
  return memory;
}

void* Allocate(size_t bytes) {
  void* memory = AllocateOrNull(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void Release(void* memory) {
  g_now -= malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

void* operator new(size_t bytes) { return Allocate(bytes); }
void* operator new[](size_t bytes) { return Allocate(bytes); }
// Standard algorithms ask for their buffers in this way.
void* operator new(size_t bytes, const std::nothrow_t&) noexcept {
  return AllocateOrNull(bytes);
}
void* operator new[](size_t bytes, const std::nothrow_t&) noexcept {
  return AllocateOrNull(bytes);
}
void operator delete(void* memory) noexcept { Release(memory); }
void operator delete[](void* memory) noexcept { Release(memory); }
void operator delete(void* memory, size_t) noexcept { Release(memory); }
void operator delete[](void* memory, size_t) noexcept { Release(memory); }

namespace camglass {
namespace {

// The status of `read`, which took more than the file's bytes allow if the
// test fails.
template <typename Read>
Status Measured(const FileBytes& file, const Read& read) {
  const size_t before = g_now;
  g_peak = g_now;
  const Status status = read(file);
  EXPECT_LE(g_peak - before, limits::ReaderPeakBytes(file.bytes.size()));
  return status;
}

Status ReadAny(const FileBytes& file) {
  return Measured(
      file, [](const FileBytes& f) { return ReadCheckpoint(f).status(); });
}

Status ReadRecords(const FileBytes& file) {
  return Measured(file, [](const FileBytes& f) {
    return ReadHdf5Records(f.bytes, f.bytes.size()).status();
  });
}

Status ReadNames(const FileBytes& file) {
  return Measured(file, [](const FileBytes& f) {
    const std::string text(reinterpret_cast<const char*>(f.bytes.data()),
                           f.bytes.size());
    return ParseClassNames(text).status();
  });
}

TEST(ReaderMemoryTest, StaysBoundedOnDamagedFiles) {
  for (const char* name :
       {"tiny.pth", "legacy.pth", "training.pth", "training_legacy_p4.pth",
        "tiny.safetensors", "tiny_v1.caffemodel", "tiny_v2.caffemodel",
        "tiny.onnx", "layers.onnx", "steps.onnx", "computed.onnx",
        "weights.npz", "weights_deflated.npz", "bomb.npz"}) {
    SCOPED_TRACE(name);
    const std::vector<std::byte> file = FixtureBytes(name);
    ExpectFlipsSurvived(file, ReadAny);
    for (size_t length = 0; length <= file.size(); ++length)
      ReadAny(FromVector({file.begin(),
                          file.begin() + static_cast<ptrdiff_t>(length)}))
          .ok();
  }
  ExpectFlipsSurvived(FixtureBytes("names.txt"), ReadNames);
}

// Our own part; libhdf5 has its limit from the kernel (isolated_child.h).
TEST(ReaderMemoryTest, StaysBoundedOnHdf5) {
  for (const char* name :
       {"tiny.h5", "small.h5", "small_new.h5", "packed.h5", "hostile_gzip.h5",
        "hostile_chunk.h5", "hostile_unwritten.h5", "hostile_deep.h5"})
    ReadAny(Fixture(name)).ok();
  const std::vector<std::byte> records = FixtureBytes("hdf5.records");
  ExpectTruncationsRefused(records, ReadRecords);
  ExpectFlipsSurvived(records, ReadRecords);
}

constexpr size_t kNever = std::numeric_limits<size_t>::max();

// Lets one allocation of `read` fail after the other, at most `samples` of
// them: each time it says so and goes on living.
template <typename Read>
void ExpectEveryFailureSaid(const Read& read, size_t samples) {
  const Status whole = read();
  g_until_failure = kNever;
  static_cast<void>(read().ok());
  const size_t allocations = kNever - g_until_failure;
  ASSERT_GT(allocations, 0u);
  const size_t step = allocations / samples + 1;
  size_t tried = 0;
  size_t gone_without = 0;
  for (size_t i = 0; i < allocations; i += step) {
    g_until_failure = i;
    const Status status = read();
    g_until_failure = kNever;
    ++tried;
    if (status.code() == StatusCode::kExhausted) continue;
    ASSERT_EQ(status.message(), whole.message()) << "allocation " << i;
    ++gone_without;
  }
  // A stable sort asks for memory that it can do without.
  EXPECT_LE(gone_without, tried / 10);
  EXPECT_EQ(read().message(), whole.message());
}

// Of other readers than HDF5's, whose child has a limit of its own, and than
// that of our own metadata: nlohmann's values ask for a little memory when they
// die.
TEST(ReaderMemoryTest, EveryFailedAllocationIsAStatus) {
  for (const char* name :
       {"tiny.pth", "legacy.pth", "training.pth", "tiny.safetensors",
        "tiny_v2.caffemodel", "tiny.onnx", "layers.onnx", "steps.onnx",
        "shared_gemm.onnx", "computed.onnx", "weights.npz",
        "weights_deflated.npz"}) {
    SCOPED_TRACE(name);
    const FileBytes file = Fixture(name);
    ExpectEveryFailureSaid([&] { return ReadCheckpoint(file).status(); },
                           2'000);
    ExpectEveryFailureSaid([&] { return ConvertBytes(file, "x", {}).status(); },
                           50);
  }
}

// The programs that make most of each byte.
TEST(ReaderMemoryTest, StaysBoundedOnHungryPickles) {
  for (const std::string& step :
       {std::string("N0"), std::string("}0"), std::string("N\x94"),
        std::string("(t0"), std::string("N\x85\x85")}) {
    std::string program = "\x80\x04";
    while (program.size() < 200'000) program += step;
    const FileBytes file = FromText(program + ".");
    Measured(file, [](const FileBytes& f) {
      return ReadPickle(f.bytes).status();
    }).ok();
  }
}

}  // namespace
}  // namespace camglass
