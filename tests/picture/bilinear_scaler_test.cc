// Pictures scaled for a screen against the mix in double precision, on every
// SIMD target and at sizes that leave tails everywhere.
#include "camapp/picture/bilinear_scaler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "camapp/picture/kernels/argb_rows.h"
#include "camapp/picture/kernels/bilinear_rows.h"
#include "tests/every_target.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

class BilinearScalerTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(BilinearScalerTest);

uint32_t WordOf(const uint8_t* rgb) {
  return uint32_t{0xFF} << 24 | uint32_t{rgb[0]} << 16 | uint32_t{rgb[1]} << 8 |
         rgb[2];
}

uint32_t ByteOf(uint32_t word, int byte) { return word >> (8 * byte) & 255; }

TEST_P(BilinearScalerTest, RowsOfPixelsBecomeWords) {
  for (size_t pixels = 0; pixels < 150; ++pixels) {
    // Of exactly this size: a sanitizer sees what reads beyond it.
    const Picture row = RandomPicture(1, pixels, 4);
    std::vector<uint32_t> words(pixels + 1, 7);
    RgbToArgbRow(row.rgb.data(), pixels, words.data());
    for (size_t x = 0; x < pixels; ++x)
      ASSERT_EQ(words[x], WordOf(&row.rgb[3 * x])) << x << " of " << pixels;
    EXPECT_EQ(words[pixels], 7u);
  }
}

uint32_t MixOfBytes(uint32_t a, uint32_t b, uint32_t weight) {
  return (a * (256 - weight) + b * weight + 128) / 256;
}

TEST_P(BilinearScalerTest, RowsOfBytesAreMixed) {
  for (const uint32_t weight : {0u, 1u, 100u, 255u, 256u}) {
    for (size_t count = 0; count < 150; ++count) {
      Picture bytes = RandomPicture(2, count, 5);
      if (count > 1) {
        bytes.rgb[0] = bytes.rgb[count + 1] = 0;
        bytes.rgb[1] = bytes.rgb[count] = 255;
      }
      const std::vector<uint8_t> a(bytes.rgb.begin(),
                                   bytes.rgb.begin() + ptrdiff_t(count));
      const std::vector<uint8_t> b(bytes.rgb.begin() + ptrdiff_t(count),
                                   bytes.rgb.begin() + 2 * ptrdiff_t(count));
      std::vector<uint8_t> out(count + 1, 7);
      MixByteRows(a.data(), b.data(), weight, count, out.data());
      for (size_t i = 0; i < count; ++i)
        ASSERT_EQ(out[i], MixOfBytes(a[i], b[i], weight)) << i;
      EXPECT_EQ(out[count], 7);
    }
  }
}

TEST_P(BilinearScalerTest, NeighboursAreMixed) {
  const Picture bytes = RandomPicture(1, 400, 6);
  std::vector<uint32_t> row;
  for (size_t x = 0; x < 300; ++x)
    row.push_back(WordOf(&bytes.rgb[3 * x]) ^ (bytes.rgb[x] << 24));
  for (size_t pixels = 0; pixels < 200; ++pixels) {
    std::vector<uint32_t> left, weights, out(pixels + 1, 7);
    for (size_t x = 0; x < pixels; ++x) {
      left.push_back(static_cast<uint32_t>((x * 89 + pixels) % 299));
      weights.push_back(static_cast<uint32_t>((x * 37 + pixels) % 257));
    }
    MixNeighbours(row.data(), left.data(), weights.data(), pixels, out.data());
    for (size_t x = 0; x < pixels; ++x)
      for (int byte = 0; byte < 4; ++byte)
        ASSERT_EQ(ByteOf(out[x], byte),
                  MixOfBytes(ByteOf(row[left[x]], byte),
                             ByteOf(row[left[x] + 1], byte), weights[x]))
            << x << " of " << pixels;
    EXPECT_EQ(out[pixels], 7u);
  }
}

// Where sample i of `out` lies in `in`, no further out than the edges' centres.
double PlaceOf(size_t i, size_t in, size_t out) {
  const double place = (static_cast<double>(i) + 0.5) *
                           static_cast<double>(in) / static_cast<double>(out) -
                       0.5;
  return std::clamp(place, 0.0, static_cast<double>(in - 1));
}

double Sample(const Picture& picture, double y, double x, size_t ch) {
  const auto top = static_cast<size_t>(y);
  const auto left = static_cast<size_t>(x);
  const size_t bottom = std::min(top + 1, picture.h - 1);
  const size_t right = std::min(left + 1, picture.w - 1);
  const auto mix = [&](size_t row) {
    const double part = x - static_cast<double>(left);
    return picture.Row(row)[3 * left + ch] * (1 - part) +
           picture.Row(row)[3 * right + ch] * part;
  };
  const double part = y - static_cast<double>(top);
  return mix(top) * (1 - part) + mix(bottom) * part;
}

struct Scaling {
  Extent in;
  Extent out;
};

constexpr Scaling kScalings[] = {
    {{48, 64}, {36, 48}}, {{101, 77}, {33, 26}}, {{40, 41}, {97, 90}},
    {{7, 131}, {7, 131}}, {{1, 1}, {3, 5}},      {{9, 31}, {1, 1}},
    {{12, 1}, {30, 2}},   {{1, 12}, {2, 30}},    {{50, 60}, {50, 45}},
    {{50, 60}, {45, 60}},
};

TEST_P(BilinearScalerTest, ScalesAsTheMixOfTheFourNearestPixelsSays) {
  BilinearScaler scaler;
  for (const Scaling& scaling : kScalings) {
    const auto [in, out] = scaling;
    const Picture picture = RandomPicture(in.h, in.w, 7);
    const double allowed = in == out ? 0 : 2;
    for (const bool mirror : {false, true}) {
      const size_t stride = out.w + 3;
      std::vector<uint32_t> words(out.h * stride, 7);
      scaler.Prepare(in, out, mirror);
      scaler.Apply(picture, words.data(), stride);
      for (size_t y = 0; y < out.h; ++y) {
        for (size_t x = 0; x < out.w; ++x) {
          const uint32_t word = words[y * stride + x];
          const size_t from = mirror ? out.w - 1 - x : x;
          ASSERT_EQ(word >> 24, 255u);
          for (size_t ch = 0; ch < 3; ++ch)
            ASSERT_NEAR(ByteOf(word, 2 - static_cast<int>(ch)),
                        Sample(picture, PlaceOf(y, in.h, out.h),
                               PlaceOf(from, in.w, out.w), ch),
                        allowed)
                << y << ", " << x << " of " << out.h << "x" << out.w;
        }
        EXPECT_EQ(words[y * stride + out.w], 7u) << "beyond the row's end";
      }
    }
  }
}

}  // namespace
}  // namespace camglass
