// What streams of moving pictures may ask of us.
#ifndef CAMGLASS_CAMAPP_VIDEO_LIMITS_H_
#define CAMGLASS_CAMAPP_VIDEO_LIMITS_H_

#include <cstddef>

namespace camglass::limits {

// Before the first picture: more than the rest of any camera's frame.
inline constexpr size_t kMaxBytesBeforePictures = size_t{4} << 20;
// Of the headers before a part of a multipart stream.
inline constexpr size_t kMaxPartHeaderBytes = size_t{4} << 10;

}  // namespace camglass::limits

#endif  // CAMGLASS_CAMAPP_VIDEO_LIMITS_H_
