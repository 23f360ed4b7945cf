#include "camapp/picture/stb_decode.h"

#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "camapp/picture/samples.h"

namespace camglass {
namespace {

// What stb_image may still allocate while it decodes one picture. Its inflate
// grows its output for as long as the data lasts, so that without a bound a
// small file could ask for gigabytes.
thread_local size_t stb_budget = 0;

// Before each block: its size, padded to keep malloc's alignment.
constexpr size_t kBlockHeader = alignof(std::max_align_t);

void* BudgetAllocate(size_t size) {
  if (size > stb_budget) return nullptr;
  void* block = std::malloc(size + kBlockHeader);
  if (block == nullptr) return nullptr;
  stb_budget -= size;
  std::memcpy(block, &size, sizeof(size));
  return static_cast<char*>(block) + kBlockHeader;
}

void BudgetFree(void* memory) {
  if (memory == nullptr) return;
  void* block = static_cast<char*>(memory) - kBlockHeader;
  size_t size;
  std::memcpy(&size, block, sizeof(size));
  stb_budget += size;
  std::free(block);
}

void* BudgetReallocate(void* memory, size_t old_size, size_t new_size) {
  void* moved = BudgetAllocate(new_size);
  if (moved == nullptr) return nullptr;
  if (memory != nullptr)
    std::memcpy(moved, memory, std::min(old_size, new_size));
  BudgetFree(memory);
  return moved;
}

}  // namespace
}  // namespace camglass

#define STBI_MALLOC(size) camglass::BudgetAllocate(size)
#define STBI_REALLOC_SIZED(p, old_size, size) \
  camglass::BudgetReallocate(p, old_size, size)
#define STBI_FREE(p) camglass::BudgetFree(p)
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_HDR
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

namespace camglass {
namespace {

// Raw rows, stb_image's copies of them while it converts, and the growth by
// doubling of its two buffers.
constexpr size_t kCopiesOfPixels = 8;
constexpr size_t kCopiesOfFile = 4;
constexpr size_t kBudgetFloor = 1 << 20;

struct StbFree {
  void operator()(void* memory) const { stbi_image_free(memory); }
};

Status Damaged(const char* format) {
  const char* reason = stbi_failure_reason();
  return InvalidInput(std::string("the ") + format +
                      " is damaged or of an unusual kind (" +
                      (reason != nullptr ? reason : "no reason given") +
                      "); save it again or convert it to JPEG");
}

struct StbLayout {
  int w = 0;
  int h = 0;
  int channels = 0;
};

// What `load` gives, one of stb_image's loaders. The layout is only known after
// it has returned: a PNG's tRNS chunk adds a channel that the header did not
// announce.
template <typename Sample>
StatusOr<Picture> PictureOf(Sample* (*load)(const stbi_uc*, int, int*, int*,
                                            int*, int),
                            std::span<const uint8_t> bytes, const char* format,
                            Alpha alpha) {
  constexpr int kOwnChannels = 0;
  constexpr int kRgb = 3;
  const int wanted = alpha == Alpha::kIgnored ? kRgb : kOwnChannels;
  StbLayout layout;
  const std::unique_ptr<Sample, StbFree> samples(
      load(bytes.data(), static_cast<int>(bytes.size()), &layout.w, &layout.h,
           &layout.channels, wanted));
  if (samples == nullptr) return Damaged(format);
  if (wanted != kOwnChannels) layout.channels = wanted;
  const auto h = static_cast<size_t>(layout.h);
  const auto w = static_cast<size_t>(layout.w);
  const auto channels = static_cast<size_t>(layout.channels);
  return RgbFromSamples<Sample>({samples.get(), h * w * channels}, h, w,
                                channels);
}

}  // namespace

StatusOr<Picture> StbDecode(std::span<const uint8_t> bytes, const char* format,
                            Alpha alpha) {
  if (bytes.size() > INT_MAX)
    return InvalidInput(std::string("the ") + format + " file is too large");
  const uint8_t* data = bytes.data();
  const int size = static_cast<int>(bytes.size());
  stb_budget = kBudgetFloor;
  StbLayout told;  // by the header
  if (stbi_info_from_memory(data, size, &told.w, &told.h, &told.channels) == 0)
    return Damaged(format);
  // Of a BMP whose rows run from the top it is the height as stored: negative.
  const auto h = static_cast<uint64_t>(std::abs(int64_t{told.h}));
  const auto w = static_cast<uint64_t>(told.w);
  CAMGLASS_RETURN_IF_ERROR(CheckPictureSize(h, w));
  const bool deep = stbi_is_16_bit_from_memory(data, size) != 0;
  stb_budget = kBudgetFloor + kCopiesOfFile * bytes.size() +
               kCopiesOfPixels * h * w * (deep ? 8 : 4);
  return deep ? PictureOf(stbi_load_16_from_memory, bytes, format, alpha)
              : PictureOf(stbi_load_from_memory, bytes, format, alpha);
}

}  // namespace camglass
