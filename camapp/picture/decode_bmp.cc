#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "camapp/picture/byte_order.h"
#include "camapp/picture/decoders.h"
#include "camapp/picture/stb_decode.h"

namespace camglass {
namespace {

// Offsets from the start of the file; the older header has 16-bit sides.
constexpr size_t kPixelsAt = 10;
constexpr size_t kHeaderSizeAt = 14;
constexpr size_t kWidthAt = 18;
constexpr size_t kOldHeaderSize = 12;
constexpr size_t kOldHeaderEnd = 26;
constexpr size_t kCompressionAt = 30;
constexpr size_t kNewHeaderEnd = 54;
// Within longer headers, and behind the shortest of the new ones.
constexpr size_t kMasksAt = 54;
constexpr size_t kAlphaMaskAt = 66;
constexpr size_t kMasksEnd = 70;

constexpr uint32_t kUncompressed = 0;
constexpr uint32_t kBitFields = 3;
constexpr uint32_t kFirstHeaderWithAlpha = 56;

struct BmpHeader {
  uint32_t size;
  uint64_t pixels_at;  // bytes from the start of the file
  uint64_t w;
  uint64_t h;
  uint64_t bits;  // of a pixel
  uint32_t compression;
};

Status BmpCutShort() {
  return InvalidInput("the BMP is cut short; copy or download it again");
}

StatusOr<BmpHeader> ReadHeader(std::span<const uint8_t> bytes) {
  if (bytes.size() < kOldHeaderEnd) return BmpCutShort();
  const uint8_t* p = bytes.data();
  BmpHeader header{};
  header.size = LittleEndian32(p + kHeaderSizeAt);
  header.pixels_at = LittleEndian32(p + kPixelsAt);
  if (header.size == kOldHeaderSize) {
    header.w = LittleEndian16(p + kWidthAt);
    header.h = LittleEndian16(p + kWidthAt + 2);
    header.bits = LittleEndian16(p + kWidthAt + 6);
    return header;
  }
  if (bytes.size() < kNewHeaderEnd) return BmpCutShort();
  // A negative height says that the rows run from the top.
  const auto height = static_cast<int32_t>(LittleEndian32(p + kWidthAt + 4));
  header.w = LittleEndian32(p + kWidthAt);
  header.h = static_cast<uint64_t>(std::abs(int64_t{height}));
  header.bits = LittleEndian16(p + kWidthAt + 10);
  header.compression = LittleEndian32(p + kCompressionAt);
  return header;
}

// The header that stb_image reads best, BITMAPV4HEADER.
constexpr uint32_t kV4Size = 108;
constexpr size_t kV4End = 14 + kV4Size;

void PutLittleEndian32(uint32_t value, uint8_t* to) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<uint8_t>(value >> 8 * i);
}

// Of a file with BITFIELDS. Masks that are all 0 stand for the usual order with
// alpha, as Pillow has it.
void CopyMasks(const BmpHeader& header, const uint8_t* from, uint8_t* to) {
  const bool has_alpha = header.size >= kFirstHeaderWithAlpha;
  const size_t end = has_alpha ? kMasksEnd : kAlphaMaskAt;
  std::copy(from + kMasksAt, from + end, to + kMasksAt);
  const auto is_zero = [](uint8_t byte) { return byte == 0; };
  if (!std::all_of(to + kMasksAt, to + kMasksEnd, is_zero)) return;
  for (size_t i = 0; i < 3; ++i)
    PutLittleEndian32(0xFF0000u >> 8 * i, to + kMasksAt + 4 * i);
  PutLittleEndian32(0xFF000000, to + kAlphaMaskAt);
}

// Headers that programs write differ in more ways than stb_image knows: it
// looks for BITMAPV3HEADER's masks behind the header, and knows no gap before
// the pixels. `pixels`: bytes that have been found to be there.
std::vector<uint8_t> WithV4Header(const BmpHeader& header,
                                  std::span<const uint8_t> bytes,
                                  uint64_t pixels) {
  std::vector<uint8_t> file(kV4End + pixels);
  std::copy_n(bytes.begin(), kCompressionAt + 4, file.begin());
  PutLittleEndian32(kV4End, file.data() + kPixelsAt);
  PutLittleEndian32(kV4Size, file.data() + kHeaderSizeAt);
  if (header.compression == kBitFields)
    CopyMasks(header, bytes.data(), file.data());
  std::copy_n(bytes.begin() + static_cast<int64_t>(header.pixels_at), pixels,
              file.begin() + kV4End);
  return file;
}

// Palettes have no masks.
bool MayNeedV4Header(const BmpHeader& header) {
  constexpr std::array kKnownSizes = {40u, 52u, 56u, 64u, 108u, 124u};
  return header.bits >= 16 &&
         std::count(kKnownSizes.begin(), kKnownSizes.end(), header.size) > 0;
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
  const uint64_t pixels = row_bytes * header.h;
  if (header.pixels_at + pixels > bytes.size()) return BmpCutShort();
  // Only masks tell of alpha: without them a pixel's fourth byte is unused. In
  // 16 bits programs set the mask and not the bit, so it is not alpha, as in
  // Pillow.
  const bool no_alpha =
      header.compression == kUncompressed || header.bits == 16;
  const Alpha alpha = no_alpha ? Alpha::kIgnored : Alpha::kRead;
  if (!MayNeedV4Header(header)) return StbDecode(bytes, "BMP", alpha);
  if (header.compression == kBitFields && bytes.size() < kMasksEnd)
    return BmpCutShort();
  return StbDecode(WithV4Header(header, bytes, pixels), "BMP", alpha);
}

}  // namespace camglass
