#include "camapp/picture/surface.h"

#include <cstdint>
#include <cstring>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr size_t kPixelBytes = sizeof(uint32_t);

}  // namespace

void Surface::SetSize(Extent size) {
  if (surface_ != nullptr && size == size_) return;
  size_ = size;
  surface_.reset(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, static_cast<int>(size.w), static_cast<int>(size.h)));
}

size_t Surface::row_bytes() const {
  return static_cast<size_t>(cairo_image_surface_get_stride(get()));
}

const unsigned char* Surface::Row(size_t y) const {
  return cairo_image_surface_get_data(get()) + y * row_bytes();
}

unsigned char* Surface::MutableRow(size_t y) {
  return cairo_image_surface_get_data(get()) + y * row_bytes();
}

void Surface::CopyFrom(const Picture& picture) {
  cairo_surface_flush(get());
  for (size_t y = 0; y < picture.h; ++y) {
    const uint8_t* rgb = picture.Row(y);
    unsigned char* row = MutableRow(y);
    for (size_t x = 0; x < picture.w; ++x, rgb += 3) {
      const uint32_t word =
          uint32_t{rgb[0]} << 16 | uint32_t{rgb[1]} << 8 | rgb[2];
      std::memcpy(row + x * kPixelBytes, &word, sizeof(word));
    }
  }
  cairo_surface_mark_dirty(get());
}

void Surface::CopyTo(Picture* picture) const {
  picture->Resize(size_);
  CopyInto(0, 0, picture);
}

void Surface::CopyInto(size_t top, size_t left, Picture* picture) const {
  CAMGLASS_CHECK(top + size_.h <= picture->h && left + size_.w <= picture->w);
  Flush();
  for (size_t y = 0; y < size_.h; ++y) {
    uint8_t* rgb = picture->Row(top + y) + 3 * left;
    const unsigned char* row = Row(y);
    for (size_t x = 0; x < size_.w; ++x, rgb += 3) {
      uint32_t word;
      std::memcpy(&word, row + x * kPixelBytes, sizeof(word));
      rgb[0] = static_cast<uint8_t>(word >> 16);
      rgb[1] = static_cast<uint8_t>(word >> 8);
      rgb[2] = static_cast<uint8_t>(word);
    }
  }
}

}  // namespace camglass
