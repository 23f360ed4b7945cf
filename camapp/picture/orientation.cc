#include "camapp/picture/orientation.h"

#include <libexif/exif-data.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

namespace camglass {
namespace {

struct ExifDataDeleter {
  void operator()(ExifData* data) const { exif_data_unref(data); }
};

struct Position {
  size_t y;
  size_t x;
};

// Where in a stored picture of h x w the shown pixel (y, x) comes from.
Position SourceOf(size_t y, size_t x, size_t h, size_t w,
                  Orientation orientation) {
  switch (orientation) {
    case Orientation::kUpright:
      return {y, x};
    case Orientation::kFlipAcross:
      return {y, w - 1 - x};
    case Orientation::kRotate180:
      return {h - 1 - y, w - 1 - x};
    case Orientation::kFlipDown:
      return {h - 1 - y, x};
    case Orientation::kTranspose:
      return {x, y};
    case Orientation::kRotate90:
      return {h - 1 - x, y};
    case Orientation::kTransverse:
      return {h - 1 - x, w - 1 - y};
    case Orientation::kRotate270:
      return {x, w - 1 - y};
  }
  CAMGLASS_CHECK(false);
}

}  // namespace

bool SwapsSides(Orientation orientation) {
  return orientation >= Orientation::kTranspose;
}

Orientation ExifOrientation(std::span<const uint8_t> exif) {
  const std::unique_ptr<ExifData, ExifDataDeleter> data(
      exif_data_new_from_data(exif.data(), static_cast<unsigned>(exif.size())));
  if (data == nullptr) return Orientation::kUpright;
  const ExifEntry* entry =
      exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT ||
      entry->components < 1 || entry->size < 2)
    return Orientation::kUpright;
  const int value =
      exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
  if (value < 1 || value > 8) return Orientation::kUpright;
  return static_cast<Orientation>(value);
}

// libexif wants JPEG's prefix.
Orientation TiffOrientation(std::span<const uint8_t> chunk) {
  static constexpr uint8_t kPrefix[] = {'E', 'x', 'i', 'f', 0, 0};
  constexpr size_t kMaxExifBytes = 0xFFFF;  // as in JPEG
  if (chunk.size() > kMaxExifBytes) return Orientation::kUpright;
  if (chunk.size() >= sizeof(kPrefix) &&
      std::equal(std::begin(kPrefix), std::end(kPrefix), chunk.begin()))
    return ExifOrientation(chunk);
  std::vector<uint8_t> block(std::begin(kPrefix), std::end(kPrefix));
  block.insert(block.end(), chunk.begin(), chunk.end());
  return ExifOrientation(block);
}

Picture Upright(Picture stored, Orientation orientation) {
  if (orientation == Orientation::kUpright) return stored;
  const bool swap = SwapsSides(orientation);
  Picture shown(swap ? stored.w : stored.h, swap ? stored.h : stored.w);
  for (size_t y = 0; y < shown.h; ++y) {
    uint8_t* to = shown.Row(y);
    for (size_t x = 0; x < shown.w; ++x, to += 3) {
      const Position from = SourceOf(y, x, stored.h, stored.w, orientation);
      std::copy_n(stored.Row(from.y) + from.x * 3, 3, to);
    }
  }
  return shown;
}

}  // namespace camglass
