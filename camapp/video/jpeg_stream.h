// JPEGs laid end to end: Motion JPEG without a container.
#ifndef CAMGLASS_CAMAPP_VIDEO_JPEG_STREAM_H_
#define CAMGLASS_CAMAPP_VIDEO_JPEG_STREAM_H_

#include <cstdint>
#include <vector>

#include "camapp/video/input_stream.h"
#include "engine/status.h"

namespace camglass {

// Copies the next JPEG, from its start-of-image to its end-of-image marker,
// into *jpeg; false at the stream's end. Markers are followed by their lengths,
// so that a thumbnail inside one is not taken for a picture. Bytes between
// pictures are skipped; a picture that breaks off because the next begins, or
// the stream ends, is given as far as it goes, for the decoder to refuse. Fails
// where one has more bytes than limits.h allows.
StatusOr<bool> ReadJpeg(InputStream& stream, std::vector<uint8_t>* jpeg);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIDEO_JPEG_STREAM_H_
