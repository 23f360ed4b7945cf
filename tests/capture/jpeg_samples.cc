#include "tests/capture/jpeg_samples.h"

#include <cstdio>  // jpeglib.h needs FILE
#include <cstdlib>

// clang-format off
#include <jpeglib.h>
// clang-format on

namespace camglass {
namespace {

J_COLOR_SPACE ColourSpaceOf(JpegColour colour) {
  switch (colour) {
    case JpegColour::kGrey:
      return JCS_GRAYSCALE;
    case JpegColour::kRgb:
      return JCS_RGB;
    case JpegColour::kCmyk:
      return JCS_CMYK;
    case JpegColour::kYcck:
      return JCS_YCCK;
    case JpegColour::kYcc:
      break;
  }
  return JCS_YCbCr;
}

// Some key in each pixel, so that a reader that loses it is found out.
std::vector<uint8_t> InksOf(const std::vector<uint8_t>& rgb) {
  std::vector<uint8_t> inks;
  for (size_t i = 0; i < rgb.size(); i += 3)
    inks.insert(inks.end(), {rgb[i], rgb[i + 1], rgb[i + 2],
                             static_cast<uint8_t>(255 - rgb[i + 1] / 3)});
  return inks;
}

// Each component in a scan of its own.
void SeparateScans(jpeg_compress_struct* jpeg) {
  static constexpr jpeg_scan_info kScans[] = {
      {1, {0}, 0, 63, 0, 0}, {1, {1}, 0, 63, 0, 0}, {1, {2}, 0, 63, 0, 0}};
  jpeg->scan_info = kScans;
  jpeg->num_scans = 3;
}

}  // namespace

std::vector<uint8_t> EncodedJpeg(const Picture& picture, const JpegKind& kind) {
  jpeg_compress_struct jpeg = {};
  jpeg_error_mgr errors = {};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &bytes, &size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.w);
  jpeg.image_height = static_cast<JDIMENSION>(picture.h);
  const bool four_inks =
      kind.colour == JpegColour::kCmyk || kind.colour == JpegColour::kYcck;
  jpeg.input_components = four_inks ? 4 : 3;
  jpeg.in_color_space = four_inks ? JCS_CMYK : JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_colorspace(&jpeg, ColourSpaceOf(kind.colour));
  if (kind.colour == JpegColour::kYcc) {
    jpeg.comp_info[0].h_samp_factor = kind.sampling_x;
    jpeg.comp_info[0].v_samp_factor = kind.sampling_y;
  }
  if (kind.progressive) jpeg_simple_progression(&jpeg);
  if (kind.separate_scans) SeparateScans(&jpeg);
  jpeg.arith_code = kind.arithmetic ? TRUE : FALSE;
  jpeg.restart_interval = kind.restart_interval;
  jpeg_start_compress(&jpeg, TRUE);
  for (size_t y = 0; y < picture.h; ++y) {
    std::vector<uint8_t> samples(picture.Row(y),
                                 picture.Row(y) + 3 * picture.w);
    if (four_inks) samples = InksOf(samples);
    JSAMPROW row = samples.data();
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::vector<uint8_t> result(bytes, bytes + size);
  std::free(bytes);
  return result;
}

Picture SamplePicture(size_t h, size_t w, uint32_t seed) {
  Picture picture(h, w);
  for (size_t y = 0; y < h; ++y)
    for (size_t x = 0; x < w; ++x) {
      uint8_t* pixel = picture.Row(y) + 3 * x;
      pixel[0] = static_cast<uint8_t>(x * 255 / w + seed);
      pixel[1] = static_cast<uint8_t>(y * 255 / h);
      pixel[2] = (x / 8 + y / 8 + seed) % 2 == 0 ? 200 : 40;
    }
  return picture;
}

std::vector<uint8_t> SampleJpeg(const Picture& picture) {
  return EncodedJpeg(picture, {});
}

std::vector<uint8_t> ProgressiveJpeg(const Picture& picture) {
  return EncodedJpeg(picture, {.progressive = true});
}

std::vector<uint8_t> WithoutSegments(const std::vector<uint8_t>& jpeg,
                                     uint8_t marker) {
  constexpr uint8_t kStartOfScan = 0xDA;
  std::vector<uint8_t> out(jpeg.begin(), jpeg.begin() + 2);
  size_t at = 2;
  while (at + 4 <= jpeg.size() && jpeg[at + 1] != kStartOfScan) {
    const size_t size = 2 + (size_t{jpeg[at + 2]} << 8 | jpeg[at + 3]);
    if (jpeg[at + 1] != marker)
      out.insert(out.end(), jpeg.begin() + static_cast<ptrdiff_t>(at),
                 jpeg.begin() + static_cast<ptrdiff_t>(at + size));
    at += size;
  }
  out.insert(out.end(), jpeg.begin() + static_cast<ptrdiff_t>(at), jpeg.end());
  return out;
}

}  // namespace camglass
