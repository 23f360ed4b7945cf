// Picture files. A PNG's checksums are made right first: a changed byte would
// otherwise never get past them to the decoder.
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <span>
#include <vector>

#include "camapp/picture/byte_order.h"
#include "camapp/picture/decode.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kSignature = 8;
constexpr size_t kFrame = 12;  // a chunk's length, type and checksum

void CorrectPngChecksums(std::vector<uint8_t>* png) {
  for (size_t at = kSignature; png->size() - at >= kFrame;) {
    uint8_t* chunk = png->data() + at;
    const size_t length = camglass::BigEndian32(chunk);
    if (png->size() - at - kFrame < length) return;
    const auto crc = crc32_z(0, chunk + 4, 4 + length);
    for (size_t i = 0; i < 4; ++i)
      chunk[8 + length + i] = static_cast<uint8_t>(crc >> (24 - 8 * i));
    at += kFrame + length;
  }
}

// Whole, then at the reduced size that a small pane would ask for.
void TryDecode(const std::vector<uint8_t>& bytes,
               const camglass::DecodeOptions& options) {
  camglass::DecodeReport report;
  const camglass::StatusOr<camglass::Picture> picture =
      camglass::DecodePicture(bytes, options, &report);
  if (!picture.ok()) {
    if (picture.status().message().empty()) std::abort();
    return;
  }
  if (report.full.h < picture->h || report.full.w < picture->w) std::abort();
  if (picture->rgb.size() != picture->h * picture->w * 3) std::abort();
  // Reads every sample, so that a sanitizer sees those that were never written.
  volatile unsigned sum =
      std::accumulate(picture->rgb.begin(), picture->rgb.end(), 0u);
  static_cast<void>(sum);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::vector<uint8_t> bytes(data, data + size);
  if (size > kSignature && bytes[0] == 0x89) CorrectPngChecksums(&bytes);
  TryDecode(bytes, {});
  TryDecode(bytes, {.apply_exif = false, .enough = {4, 4}});
  return 0;
}
