// The resize of real photographs against references made by NumPy.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "camapp/picture/decode.h"
#include "camapp/picture/exact_resizer.h"
#include "camapp/picture/input_extent.h"
#include "tests/picture/pictures.h"
#include "weights/numpy/npz.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

// The references' x^3 comes from NumPy's vector code, whose last bit depends on
// the processor. It decides samples that lie exactly halfway between two bytes,
// which occur at simple scales (384 to 224 is 7/12): there either byte is
// right. How many there may be is what NumPy itself changes when its AVX-512
// code is switched off.
constexpr size_t kMaxHalfwayDifferences = 17;

struct Reference {
  Extent size;
  const uint8_t* bytes;
};

size_t CountDifferences(const Picture& resized, const Reference& reference) {
  size_t different = 0;
  for (size_t i = 0; i < resized.rgb.size(); ++i) {
    const int apart = std::abs(resized.rgb[i] - reference.bytes[i]);
    EXPECT_LE(apart, 1) << "at byte " << i;
    different += apart != 0 ? 1 : 0;
  }
  return different;
}

void CompareOne(const fs::path& photo, const NpyArray& wanted) {
  const StatusOr<Picture> picture = ReadPicture(photo, {});
  ASSERT_TRUE(picture.ok()) << picture.status().message();
  const Extent size = {wanted.shape[0], wanted.shape[1]};
  const StatusOr<InputResize> resize = WholeFrameResize(
      picture->extent(), std::min(size.h, size.w), ResizeRule::kShort);
  ASSERT_EQ(resize->size, size);
  ExactResizer<uint8_t> resizer(picture->extent(), size, 3,
                                {resize->scale, resize->scale});
  Picture resized(size.h, size.w);
  resizer.Apply(picture->rgb.data(), resized.rgb.data());
  const auto* bytes = reinterpret_cast<const uint8_t*>(wanted.data.data());
  const size_t different = CountDifferences(resized, {size, bytes});
  const bool has_halves = photo.filename() == "hot_dog.jpg" && size.h == 224;
  EXPECT_LE(different, has_halves ? kMaxHalfwayDifferences : 0u) << photo;
}

TEST(SharedResize, EqualsTheReferences) {
  const std::string shared = SharedFolder();
  if (shared.empty())
    GTEST_SKIP() << "no folder of test data; set CAMGLASS_SHARED";
  size_t compared = 0;
  for (const auto& file :
       fs::recursive_directory_iterator(shared + "/weights/expected")) {
    if (file.path().extension() != ".npz") continue;
    const StatusOr<NpzArchive> archive = ReadNpzFile(file.path());
    ASSERT_TRUE(archive.ok()) << archive.status().message();
    CompareOne(fs::path(shared) / "photos/demo" / file.path().stem(),
               archive->at("resized"));
    ++compared;
  }
  EXPECT_GT(compared, 0u);
}

}  // namespace
}  // namespace camglass
