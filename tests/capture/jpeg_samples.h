// JPEGs as cameras send them, and spoilt ones.
#ifndef CAMGLASS_TESTS_CAPTURE_JPEG_SAMPLES_H_
#define CAMGLASS_TESTS_CAPTURE_JPEG_SAMPLES_H_

#include <cstdint>
#include <vector>

#include "camapp/picture/picture.h"

namespace camglass {

// Smooth colours with some edges; deterministic.
Picture SamplePicture(size_t h, size_t w, uint32_t seed = 1);

// Of the file; kCmyk and kYcck as Adobe's programs write them.
enum class JpegColour { kYcc, kGrey, kRgb, kCmyk, kYcck };

struct JpegKind {
  JpegColour colour = JpegColour::kYcc;
  int sampling_x = 2;  // pixels to a chroma sample, of kYcc
  int sampling_y = 2;
  bool progressive = false;
  bool separate_scans = false;  // sequential, one component each
  bool arithmetic = false;
  unsigned restart_interval = 0;  // MCUs; 0: no restart markers
};
std::vector<uint8_t> EncodedJpeg(const Picture& picture, const JpegKind& kind);

// Baseline with 4:2:0 chroma and standard Huffman tables, by libjpeg itself.
std::vector<uint8_t> SampleJpeg(const Picture& picture);
std::vector<uint8_t> ProgressiveJpeg(const Picture& picture);

// Without the segments of that marker (0xC4: Huffman, 0xDB: quantisation).
std::vector<uint8_t> WithoutSegments(const std::vector<uint8_t>& jpeg,
                                     uint8_t marker);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_CAPTURE_JPEG_SAMPLES_H_
