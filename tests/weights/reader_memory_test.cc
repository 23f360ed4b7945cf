// What readers take at most of the heap, on good and on damaged files, against
// what limits.h promises. Counts what goes through operator new: our own
// memory, protobuf's and what comes back from the child; a library's mallocs
// (libzip's, zlib's) are not seen.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "weights/checkpoint_formats.h"
#include "weights/class_names/class_file.h"
#include "weights/keras/hdf5_records.h"
#include "weights/limits.h"
#include "weights/torch/pickle_machine.h"

namespace {

size_t g_now = 0;
size_t g_peak = 0;

void* Allocate(size_t bytes) {
  void* memory = std::malloc(std::max<size_t>(bytes, 1));
  if (memory == nullptr) throw std::bad_alloc();
  g_now += malloc_usable_size(memory);
  g_peak = std::max(g_peak, g_now);
  return memory;
}

void Release(void* memory) {
  g_now -= malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

void* operator new(size_t bytes) { return Allocate(bytes); }
void* operator new[](size_t bytes) { return Allocate(bytes); }
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
        "tiny.onnx", "layers.onnx", "steps.onnx", "weights.npz",
        "weights_deflated.npz", "bomb.npz"}) {
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
