// Every form of picture that is read, against what make_data.py put into it.
#include "camapp/picture/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "camapp/picture/limits.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What channel `ch` of a shown pixel must be.
using Wanted = std::function<double(size_t y, size_t x, size_t ch)>;

void ExpectPixels(const std::string& name, const Wanted& wanted) {
  const Picture picture = DecodedDataFile(name);
  ASSERT_EQ(picture.extent(), kDataExtent) << name;
  for (size_t y = 0; y < picture.h; ++y)
    for (size_t x = 0; x < picture.w; ++x)
      for (size_t ch = 0; ch < 3; ++ch)
        EXPECT_EQ(picture.Row(y)[x * 3 + ch],
                  static_cast<int>(std::floor(wanted(y, x, ch) + 0.5)))
            << name << " at " << y << ", " << x << ", " << ch;
}

double Sample(size_t y, size_t x, size_t ch) { return DataSample(y, x, ch); }

// Samples of the 16-bit files are 251 times the others'.
double Sample16(size_t y, size_t x, size_t ch) {
  return 251 * Sample(y, x, ch);
}

double OverWhite(double value, double alpha) {
  return value * alpha + 1 - alpha;
}

TEST(Decode, EightBitRgb) {
  for (const char* name : {"rgb.png", "rgb.bmp", "rgb.ppm", "palette.png",
                           "rgb.webp", "orientation_6.webp"})
    ExpectPixels(name, Sample);
}

// A negative height says so; the rows are then the other way round.
TEST(Decode, BmpFromTheTop) {
  const std::vector<uint8_t> from_below = DataFile("rgb.bmp");
  constexpr size_t kHeightAt = 22;
  constexpr size_t kPixelsAt = 54;
  const size_t row_bytes = (from_below.size() - kPixelsAt) / kDataExtent.h;
  std::vector<uint8_t> from_top(from_below.begin(),
                                from_below.begin() + kPixelsAt);
  for (size_t i = 0; i < 4; ++i)
    from_top[kHeightAt + i] = static_cast<uint8_t>(-4 >> (8 * i));
  for (size_t y = kDataExtent.h; y-- > 0;) {
    const auto row =
        from_below.begin() + static_cast<ptrdiff_t>(kPixelsAt + y * row_bytes);
    from_top.insert(from_top.end(), row,
                    row + static_cast<ptrdiff_t>(row_bytes));
  }
  const auto picture = DecodePicture(from_top, {});
  ASSERT_TRUE(picture.ok()) << picture.status().message();
  EXPECT_EQ(picture->rgb, DecodedDataFile("rgb.bmp").rgb);
}

// Two pixels of 32 bits, blue first. Without a mask the fourth byte is unused.
std::vector<uint8_t> TwoPixelBmp(uint8_t fourth, bool with_alpha_mask) {
  std::vector<uint8_t> bmp(14 + 108 + 8, 0);
  const auto put = [&bmp](size_t at, uint32_t value) {
    for (size_t i = 0; i < 4; ++i)
      bmp[at + i] = static_cast<uint8_t>(value >> 8 * i);
  };
  bmp[0] = 'B';
  bmp[1] = 'M';
  put(10, 14 + 108);
  put(14, 108);
  put(18, 2);
  put(22, 1);
  put(26, 1 | 32 << 16);  // planes and bits
  if (with_alpha_mask) {
    put(30, 3);
    for (size_t i = 0; i < 3; ++i) put(54 + 4 * i, 0xFF0000u >> 8 * i);
    put(66, 0xFF000000);
  }
  for (size_t at : {14 + 108, 14 + 108 + 4})
    put(at, 0x0A141E | uint32_t{fourth} << 24);
  return bmp;
}

TEST(Decode, BmpHasAlphaOnlyWhereAMaskSaysSo) {
  for (int fourth : {0, 128, 255}) {
    const auto byte = static_cast<uint8_t>(fourth);
    const auto opaque = DecodePicture(TwoPixelBmp(byte, false), {});
    ASSERT_TRUE(opaque.ok()) << opaque.status().message();
    EXPECT_THAT(opaque->rgb, ElementsAre(10, 20, 30, 10, 20, 30)) << fourth;
    const auto blended = DecodePicture(TwoPixelBmp(byte, true), {});
    ASSERT_TRUE(blended.ok()) << blended.status().message();
    for (size_t i = 0; i < 6; ++i) {
      const double value = 10.0 * static_cast<double>(i % 3 + 1) / 255;
      EXPECT_EQ(blended->rgb[i],
                std::lround(255 * OverWhite(value, fourth / 255.0)))
          << fourth;
    }
  }
}

// Pillow's values: it takes no alpha from 16 bits, whatever the masks say.
TEST(Decode, BmpOfSixteenBitsHasNoAlpha) {
  std::vector<uint8_t> bmp = TwoPixelBmp(0, true);
  const auto put16 = [&bmp](size_t at, uint32_t value) {
    bmp[at] = static_cast<uint8_t>(value);
    bmp[at + 1] = static_cast<uint8_t>(value >> 8);
  };
  put16(28, 16);
  const uint32_t masks[] = {0x7C00, 0x3E0, 0x1F, 0x8000};
  for (size_t i = 0; i < 4; ++i) {
    put16(54 + 4 * i, masks[i]);
    put16(56 + 4 * i, 0);
  }
  for (uint32_t alpha : {0u, 0x8000u}) {
    put16(14 + 108, 0x7C1F | alpha);
    put16(14 + 108 + 2, 0x3E0 | alpha);
    const auto picture = DecodePicture(bmp, {});
    ASSERT_TRUE(picture.ok()) << picture.status().message();
    EXPECT_THAT(picture->rgb, ElementsAre(255, 0, 255, 0, 255, 0)) << alpha;
  }
}

TEST(Decode, ReplicatesGrey) {
  for (const char* name : {"grey.png", "grey.bmp"})
    ExpectPixels(name,
                 [](size_t y, size_t x, size_t) { return Sample(y, x, 0); });
}

TEST(Decode, FlattensAlphaOverWhite) {
  ExpectPixels("rgba.png", [](size_t y, size_t x, size_t ch) {
    return 255 * OverWhite(Sample(y, x, ch) / 255, Sample(y, x, 3) / 255);
  });
  ExpectPixels("rgba.webp", [](size_t y, size_t x, size_t ch) {
    return 255 * OverWhite(Sample(y, x, ch) / 255, Sample(y, x, 3) / 255);
  });
  ExpectPixels("grey_alpha.png", [](size_t y, size_t x, size_t) {
    return 255 * OverWhite(Sample(y, x, 0) / 255, Sample(y, x, 1) / 255);
  });
}

// A tRNS chunk says that the first pixel's colour, and no other, is
// transparent.
TEST(Decode, ShowsATransparentColourAsWhite) {
  const auto seen = [](size_t y, size_t x, double value) {
    return y == 0 && x == 0 ? 255 : value;
  };
  ExpectPixels("trns_grey.png", [&](size_t y, size_t x, size_t) {
    return seen(y, x, Sample(y, x, 0));
  });
  ExpectPixels("trns_rgb.png", [&](size_t y, size_t x, size_t ch) {
    return seen(y, x, Sample(y, x, ch));
  });
  ExpectPixels("trns_grey16.png", [&](size_t y, size_t x, size_t) {
    return seen(y, x, Sample16(y, x, 0) / 257);
  });
  ExpectPixels("trns_rgb16.png", [&](size_t y, size_t x, size_t ch) {
    return seen(y, x, Sample16(y, x, ch) / 257);
  });
}

TEST(Decode, RoundsSixteenBits) {
  for (const char* name : {"rgb16.png", "rgb16.ppm"})
    ExpectPixels(name, [](size_t y, size_t x, size_t ch) {
      return Sample16(y, x, ch) / 257;
    });
  ExpectPixels("grey16.png", [](size_t y, size_t x, size_t) {
    return Sample16(y, x, 0) / 257;
  });
  ExpectPixels("rgba16.png", [](size_t y, size_t x, size_t ch) {
    return 255 *
           OverWhite(Sample16(y, x, ch) / 65535, Sample16(y, x, 3) / 65535);
  });
}

TEST(Decode, ScalesPgmByItsMaximum) {
  ExpectPixels("grey_max15.pgm", [](size_t y, size_t x, size_t) {
    return std::fmod(Sample(y, x, 0), 16) * 255 / 15;
  });
}

// Pillow uses libjpeg-turbo too, with the same DCT and upsampling.
TEST(Decode, JpegEqualsReference) {
  for (const char* name : {"chroma420", "progressive", "grey_jpeg"}) {
    const std::string stem = name;
    EXPECT_EQ(MaxDifference(DecodedDataFile(stem + ".jpg"),
                            DecodedDataFile(stem + ".ppm")),
              0)
        << name;
  }
}

// Pillow uses libwebp too. An animation's first frame lies on a white canvas.
TEST(Decode, WebpEqualsReference) {
  for (const char* name : {"lossy", "animated"}) {
    const std::string stem = name;
    EXPECT_EQ(MaxDifference(DecodedDataFile(stem + ".webp"),
                            DecodedDataFile(stem + ".ppm")),
              0)
        << name;
  }
}

// Pillow's conversion from CMYK truncates where ours rounds.
TEST(Decode, CmykJpegIsConverted) {
  EXPECT_LE(
      MaxDifference(DecodedDataFile("cmyk.jpg"), DecodedDataFile("cmyk.ppm")),
      1);
}

TEST(Decode, OnePixel) {
  const std::string ppm("P6 1 1 255\n\x07\x08\x09", 14);
  const StatusOr<Picture> picture =
      DecodePicture(std::vector<uint8_t>(ppm.begin(), ppm.end()), {});
  ASSERT_TRUE(picture.ok()) << picture.status().message();
  EXPECT_THAT(picture->rgb, ::testing::ElementsAre(7, 8, 9));
}

TEST(Decode, ReadsFiles) {
  const std::string folder = CAMGLASS_PICTURE_DATA;
  EXPECT_TRUE(ReadPicture(folder + "/rgb.png", {}).ok());
  const StatusOr<Picture> missing = ReadPicture(folder + "/missing.png", {});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.status().code(), StatusCode::kNotFound);
  EXPECT_THAT(missing.status().message(), HasSubstr("no such file"));
  EXPECT_THAT(ReadPicture(folder, {}).status().message(),
              HasSubstr("this is a folder"));
}

std::string ErrorOf(const std::string& bytes) {
  const StatusOr<Picture> picture =
      DecodePicture(std::vector<uint8_t>(bytes.begin(), bytes.end()), {});
  return picture.ok() ? "decoded" : picture.status().message();
}

TEST(Decode, NamesFormatsThatAreNotRead) {
  const auto error_of_file = [](const std::string& name) {
    return DecodePicture(DataFile(name), {}).status().message();
  };
  EXPECT_THAT(error_of_file("other.gif"), HasSubstr("GIF"));
  EXPECT_THAT(error_of_file("other.tiff"), HasSubstr("TIFF"));
  EXPECT_THAT(ErrorOf(std::string("\0\0\0\x18"
                                  "ftypheic",
                                  12)),
              HasSubstr("HEIC"));
  EXPECT_THAT(ErrorOf(std::string("\0\0\0\x18"
                                  "ftypavif",
                                  12)),
              HasSubstr("AVIF"));
  EXPECT_THAT(ErrorOf("P3\n1 1\n255\n1 2 3\n"), HasSubstr("Text PPM"));
  EXPECT_THAT(ErrorOf(std::string("MM\0+", 4)), HasSubstr("TIFF"));
  EXPECT_THAT(ErrorOf("hello, this is text"), HasSubstr("JPEG, PNG"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("the file is empty"));
}

// A PPM header is enough: sizes are checked before the pixels.
TEST(Decode, RefusesPicturesBeyondTheLimits) {
  const auto of_size = [](size_t w, size_t h) {
    return ErrorOf("P6 " + std::to_string(w) + " " + std::to_string(h) +
                   " 255\n");
  };
  const size_t side = limits::kMaxPictureSide;
  EXPECT_THAT(of_size(20000, 1), HasSubstr("20000 x 1 pixels"));
  EXPECT_THAT(of_size(side, 1), HasSubstr("cut short"));
  EXPECT_THAT(of_size(side + 1, 1), HasSubstr("on a side"));
  EXPECT_THAT(of_size(1, side + 1), HasSubstr("on a side"));
  const size_t across = limits::kMaxPicturePixels / side;
  EXPECT_THAT(of_size(side, across), HasSubstr("cut short"));
  EXPECT_THAT(of_size(side, across + 1), HasSubstr("in all"));
  EXPECT_THAT(of_size(0, 5), HasSubstr("shows nothing"));
  EXPECT_THAT(of_size(99'999'999'999, 5), HasSubstr("no valid header"));
}

// The same limits hold where a library decodes: 20000 wide in each header. JPEG
// has its own: decode_reduced_test.cc.
TEST(Decode, RefusesWidePicturesOfEveryFormat) {
  // The canvas of an animation, in the 24 bits behind its flags.
  std::vector<uint8_t> webp = DataFile("animated.webp");
  webp[24] = 0x1F;
  webp[25] = 0x4E;
  EXPECT_THAT(DecodePicture(webp, {}).status().message(),
              HasSubstr("20000 x 10"));
  std::vector<uint8_t> png = DataFile("wide20000.png");
  EXPECT_THAT(DecodePicture(png, {}).status().message(),
              HasSubstr("20000 x 1"));
  std::vector<uint8_t> bmp = DataFile("rgb.bmp");
  bmp[18] = 0x20;
  bmp[19] = 0x4E;
  EXPECT_THAT(DecodePicture(bmp, {}).status().message(),
              HasSubstr("20000 x 4"));
}

}  // namespace
}  // namespace camglass
