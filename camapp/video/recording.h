// Frames as they were captured, for playing them again bit by bit. The file's
// layout: FORMAT.md.
#ifndef CAMGLASS_CAMAPP_VIDEO_RECORDING_H_
#define CAMGLASS_CAMAPP_VIDEO_RECORDING_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "camapp/capture/frame_format.h"
#include "camapp/video/input_stream.h"
#include "engine/base/status.h"

namespace camglass {

inline constexpr std::string_view kRecordingMagic = "CAMGREC1";

// The file's first bytes.
std::span<const uint8_t> RecordingHeader();
// What comes before a frame's planes.
inline constexpr size_t kFrameHeaderBytes = 88;
using FrameHeader = std::array<uint8_t, kFrameHeaderBytes>;
FrameHeader FrameHeaderOf(const CapturedFrame& frame);

// The file's first bytes; fails where it isn't a recording.
Status ReadRecordingHeader(InputStream& stream);

// The next frame into *frame; false at the end. Fails where it is malformed,
// beyond limits.h, or cut short. What the numbers mean together is not checked
// here: FrameToRgb does.
StatusOr<bool> ReadRecordedFrame(InputStream& stream, CapturedFrame* frame);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIDEO_RECORDING_H_
