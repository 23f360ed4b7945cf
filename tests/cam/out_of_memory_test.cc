// Each allocation that decoding, explaining, painting or encoding a picture
// makes fails once: the answer is a Status, and the next try is as good as
// ever.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "camapp/cam/explain.h"
#include "camapp/capture/frame_to_rgb.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/encode_png.h"
#include "camapp/picture/jpeg/frame_encoder.h"
#include "tests/picture/pictures.h"

namespace {

// Smaller ones are left alone: they fail only where the program is lost anyway.
constexpr size_t kCounted = 64;
size_t g_until_failure = 0;  // 0: none is to fail

void* AllocateOrNull(size_t bytes) {
  if (bytes >= kCounted && g_until_failure > 0 && --g_until_failure == 0)
    return nullptr;
  return std::malloc(std::max<size_t>(bytes, 1));
}

void* Allocate(size_t bytes) {
  void* memory = AllocateOrNull(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
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
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace camglass {
namespace {

// Runs `act` until all of its allocations have failed once; how many did.
template <typename Act>
size_t FailEachAllocation(const Act& act) {
  for (size_t which = 1;; ++which) {
    g_until_failure = which;
    const Status status = act();
    const bool failed = g_until_failure == 0;
    g_until_failure = 0;
    if (!failed) {
      EXPECT_TRUE(status.ok()) << status.message();
      return which - 1;
    }
    EXPECT_TRUE(status.ok() || status.code() == StatusCode::kExhausted ||
                status.code() == StatusCode::kIoError)
        << which << ": " << status.message();
  }
}

TEST(OutOfMemory, OfPicturesOfEveryFormat) {
  for (const char* name :
       {"rgb.png", "rgba16.png", "palette.png", "rgb.bmp", "rgb16.ppm",
        "grey_max15.pgm", "chroma420.jpg", "progressive.jpg", "cmyk.jpg",
        "orientation_6.jpg", "orientation_6.png", "lossy.webp", "rgba.webp",
        "animated.webp"}) {
    const std::vector<uint8_t> bytes = DataFile(name);
    const auto decode = [&] { return DecodePicture(bytes, {}).status(); };
    EXPECT_GT(FailEachAllocation(decode), 0u) << name;
  }
}

TEST(OutOfMemory, OfFilesAndFrames) {
  const std::string file = std::string(CAMGLASS_PICTURE_DATA) + "/rgb.png";
  EXPECT_GT(FailEachAllocation([&] { return ReadPicture(file, {}).status(); }),
            0u);

  JpegFrameEncoder encoder(90);
  const Picture picture = RandomPicture(300, 400, 1);
  EXPECT_GT(
      FailEachAllocation([&] { return encoder.Encode(picture).status(); }), 0u);
  EXPECT_GT(FailEachAllocation([&] { return EncodePng(picture).status(); }),
            0u);

  const auto jpeg = encoder.Encode(picture);
  ASSERT_TRUE(jpeg.ok());
  JpegFrameDecoder decoder({.side = 1000, .work_bytes = size_t{1} << 24});
  Picture decoded;
  EXPECT_GT(FailEachAllocation([&] { return decoder.Decode(*jpeg, &decoded); }),
            0u);
  EXPECT_EQ(decoded.extent(), picture.extent());
}

StatusOr<std::unique_ptr<Explainer>> Make(const ExplainOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(LoadedModel model,
                            LoadModel(CAMGLASS_BUNDLED_MODEL));
  return Explainer::Create(std::move(model), options);
}

TEST(OutOfMemory, OfExplanations) {
  const Picture frame = RandomPicture(40, 60, 2);
  for (const ResizeRule rule : {ResizeRule::kShort, ResizeRule::kCrop}) {
    const ExplainOptions options = {
        .session = {.threads = 1}, .rule = rule, .input_scale = 0.3};
    auto steady = Make(options);
    auto shaken = Make(options);
    ASSERT_TRUE(steady.ok() && shaken.ok());
    Explanation wanted;
    ASSERT_TRUE((*steady)->Explain(frame, &wanted).ok());
    Explanation explanation;
    EXPECT_GT(FailEachAllocation(
                  [&] { return (*shaken)->Explain(frame, &explanation); }),
              0u);
    EXPECT_EQ(explanation.scores.logits, wanted.scores.logits);
    EXPECT_EQ(explanation.map.values, wanted.map.values);
  }
}

// The activations of a large input, in a process that may not have them.
void ExplainInLittleMemory() {
  auto explainer = Make({.session = {.threads = 1}, .input_scale = 16});
  if (!explainer.ok()) std::exit(2);
  const Picture frame = RandomPicture(500, 500, 3);
  const rlimit room = {size_t{3} << 27, size_t{3} << 27};
  if (setrlimit(RLIMIT_AS, &room) != 0) std::exit(3);
  Explanation explanation;
  const Status status = (*explainer)->Explain(frame, &explanation);
  std::exit(status.code() == StatusCode::kExhausted ? 0 : 4);
}

TEST(OutOfMemory, OfALargeInput) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer needs all the address space there is";
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "a sanitizer needs all the address space there is";
#endif
#endif
  EXPECT_EXIT(ExplainInLittleMemory(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace camglass
