// Limits on what a camera, its driver or a recording may ask of us.
#ifndef CAMGLASS_CAMAPP_CAPTURE_LIMITS_H_
#define CAMGLASS_CAMAPP_CAPTURE_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace camglass::limits {

// The largest frame of any camera or recording: 8K UHD fits.
inline constexpr uint32_t kMaxFrameSide = 8192;
// Bytes of one frame as captured, all planes together.
inline constexpr size_t kMaxFrameBytes = size_t{1} << 28;
// Bytes of a row of one plane: the widest RGB row, with padding.
inline constexpr uint32_t kMaxStride = uint32_t{1} << 17;

// What enumeration of one device may bring; real cameras have some hundreds.
inline constexpr uint32_t kMaxFormats = 128;
inline constexpr uint32_t kMaxSizesPerFormat = 128;
inline constexpr uint32_t kMaxIntervalsPerSize = 64;
inline constexpr uint32_t kMaxControls = 512;
inline constexpr uint32_t kMaxMenuItems = 256;

// Buffers of one stream; V4L2's own bound.
inline constexpr uint32_t kMaxBuffers = 32;

// Memory that libjpeg may use for one frame, beyond the frame itself.
inline constexpr size_t kMaxJpegWorkBytes = size_t{1} << 28;

}  // namespace camglass::limits

#endif  // CAMGLASS_CAMAPP_CAPTURE_LIMITS_H_
