#include "tests/capture/jpeg_samples.h"

#include <cstdio>  // jpeglib.h needs FILE
#include <cstdlib>

// clang-format off
#include <jpeglib.h>
// clang-format on

namespace camglass {
namespace {

std::vector<uint8_t> Encoded(const Picture& picture, bool progressive) {
  jpeg_compress_struct jpeg = {};
  jpeg_error_mgr errors = {};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &bytes, &size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.w);
  jpeg.image_height = static_cast<JDIMENSION>(picture.h);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  if (progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  for (size_t y = 0; y < picture.h; ++y) {
    JSAMPROW row = const_cast<JSAMPROW>(picture.Row(y));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::vector<uint8_t> result(bytes, bytes + size);
  std::free(bytes);
  return result;
}

}  // namespace

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
  return Encoded(picture, false);
}

std::vector<uint8_t> ProgressiveJpeg(const Picture& picture) {
  return Encoded(picture, true);
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
