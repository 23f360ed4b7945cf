// Limits on what a picture may ask of us. Pictures are untrusted: each size is
// held against these before memory is set aside for it.
#ifndef CAMGLASS_CAMAPP_PICTURE_LIMITS_H_
#define CAMGLASS_CAMAPP_PICTURE_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace camglass::limits {

inline constexpr size_t kMaxPicturePixels = size_t{1} << 26;
inline constexpr size_t kMaxPictureSide = 16'384;

// Of a JPEG as stored: beyond the limits above it is decoded at 1/2, 1/4 or 1/8
// of its size. The side is what libjpeg takes.
inline constexpr size_t kMaxJpegPixels = 200'000'000;
inline constexpr size_t kMaxJpegSide = 65'500;
// What libjpeg may use beyond the decoded pixels: all coefficients of the
// largest progressive picture, three 16-bit ones a pixel.
inline constexpr size_t kMaxJpegFileWorkBytes = size_t{5} << 28;

// The largest raw form of a picture of that size (16-bit RGBA), and its header.
inline constexpr uint64_t kMaxPictureFileBytes = (uint64_t{1} << 29) + 65'536;

// Each scan of a progressive JPEG costs a pass over all its pixels; encoders
// write about ten.
inline constexpr int kMaxJpegScans = 64;

// What a network may be given: a very long picture would otherwise be enlarged
// without bound, since its short side becomes the input length.
inline constexpr size_t kMaxInputPixels = size_t{1} << 24;

}  // namespace camglass::limits

#endif  // CAMGLASS_CAMAPP_PICTURE_LIMITS_H_
