#include "camapp/picture/decode_bmp.h"

#include <cstdlib>
#include <string>

#include "camapp/picture/byte_order.h"
#include "camapp/picture/stb_decode.h"

namespace camglass {
namespace {

// Offsets from the start of the file; the older header has 16-bit sides.
constexpr size_t kPixelsAt = 10;
constexpr size_t kHeaderSizeAt = 14;
constexpr size_t kWidthAt = 18;
constexpr size_t kOldHeaderSize = 12;
constexpr size_t kOldHeaderEnd = 26;
constexpr size_t kNewHeaderEnd = 54;

struct BmpHeader {
  uint64_t pixels_at;  // bytes from the start of the file
  uint64_t w;
  uint64_t h;
  uint64_t bits;  // of a pixel
};

Status CutShort() {
  return InvalidInput("the BMP is cut short; copy or download it again");
}

StatusOr<BmpHeader> ReadHeader(std::span<const uint8_t> bytes) {
  if (bytes.size() < kOldHeaderEnd) return CutShort();
  const uint8_t* p = bytes.data();
  BmpHeader header{};
  header.pixels_at = LittleEndian32(p + kPixelsAt);
  if (LittleEndian32(p + kHeaderSizeAt) == kOldHeaderSize) {
    header.w = LittleEndian16(p + kWidthAt);
    header.h = LittleEndian16(p + kWidthAt + 2);
    header.bits = LittleEndian16(p + kWidthAt + 6);
    return header;
  }
  if (bytes.size() < kNewHeaderEnd) return CutShort();
  // A negative height says that the rows run from the top.
  const auto height = static_cast<int32_t>(LittleEndian32(p + kWidthAt + 4));
  header.w = LittleEndian32(p + kWidthAt);
  header.h = static_cast<uint64_t>(std::abs(int64_t{height}));
  header.bits = LittleEndian16(p + kWidthAt + 10);
  return header;
}

}  // namespace

StatusOr<Picture> DecodeBmp(std::span<const uint8_t> bytes) {
  CAMGLASS_ASSIGN_OR_RETURN(const BmpHeader header, ReadHeader(bytes));
  CAMGLASS_RETURN_IF_ERROR(CheckPictureSize(header.h, header.w));
  if (header.bits == 0 || header.bits > 32)
    return InvalidInput("the BMP has " + std::to_string(header.bits) +
                        " bits a pixel, which can't be read; save it as PNG");
  // stb_image reads zeros past the end, which would show as black rows.
  const uint64_t row_bytes = (header.w * header.bits + 31) / 32 * 4;
  if (header.pixels_at + row_bytes * header.h > bytes.size()) return CutShort();
  return StbDecode(bytes, "BMP");
}

}  // namespace camglass
