#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "camapp/picture/decoders.h"
#include "camapp/picture/samples.h"
#include "engine/base/within_memory.h"

namespace camglass {
namespace {

struct DemuxerDeleter {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
using Demuxer = std::unique_ptr<WebPDemuxer, DemuxerDeleter>;

Status Damaged() {
  return InvalidInput(
      "the WebP is damaged or cut short; copy or download it again");
}

// Both iterators hold memory of the demuxer's until they are released.
class FirstFrame {
 public:
  explicit FirstFrame(const WebPDemuxer* demuxer)
      : there_(WebPDemuxGetFrame(demuxer, 1, &iterator_) != 0) {}
  ~FirstFrame() { WebPDemuxReleaseIterator(&iterator_); }
  FirstFrame(const FirstFrame&) = delete;
  FirstFrame& operator=(const FirstFrame&) = delete;

  bool there() const { return there_ && iterator_.complete != 0; }
  const WebPIterator& operator*() const { return iterator_; }

 private:
  WebPIterator iterator_ = {};
  bool there_;
};

Orientation OrientationOf(const WebPDemuxer* demuxer) {
  WebPChunkIterator chunk = {};
  auto orientation = Orientation::kUpright;
  if (WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk) != 0)
    orientation = TiffOrientation({chunk.chunk.bytes, chunk.chunk.size});
  WebPDemuxReleaseChunkIterator(&chunk);
  return orientation;
}

// Into memory of ours: h rows of w pixels of `channels` bytes.
Status DecodeInto(const WebPData& data, size_t h, size_t w, size_t channels,
                  uint8_t* pixels) {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0)
    return IoError("libwebp has another version than this program expects");
  config.output.colorspace = channels == 4 ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = pixels;
  config.output.u.RGBA.stride = static_cast<int>(w * channels);
  config.output.u.RGBA.size = h * w * channels;
  switch (WebPDecode(data.bytes, data.size, &config)) {
    case VP8_STATUS_OK:
      return Status();
    case VP8_STATUS_OUT_OF_MEMORY:
      return OutOfMemory("decode this WebP");
    default:
      return Damaged();
  }
}

StatusOr<Picture> DecodeFrame(const WebPIterator& frame) {
  // The frame's own header says how large it is; the animation's says it again.
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(frame.fragment.bytes, frame.fragment.size, &features) !=
          VP8_STATUS_OK ||
      features.width != frame.width || features.height != frame.height)
    return Damaged();
  const auto h = static_cast<size_t>(frame.height);
  const auto w = static_cast<size_t>(frame.width);
  CAMGLASS_RETURN_IF_ERROR(CheckPictureSize(h, w));
  if (features.has_alpha == 0) {
    Picture picture(h, w);
    CAMGLASS_RETURN_IF_ERROR(
        DecodeInto(frame.fragment, h, w, 3, picture.rgb.data()));
    return picture;
  }
  std::vector<uint8_t> rgba(h * w * 4);
  CAMGLASS_RETURN_IF_ERROR(DecodeInto(frame.fragment, h, w, 4, rgba.data()));
  return RgbFromSamples<uint8_t>(rgba, h, w, 4);
}

// What of the canvas the frame leaves free is transparent: white.
StatusOr<Picture> OnCanvas(const Picture& frame, const WebPIterator& place,
                           size_t h, size_t w) {
  const auto top = static_cast<size_t>(place.y_offset);
  const auto left = static_cast<size_t>(place.x_offset);
  if (top + frame.h > h || left + frame.w > w) return Damaged();
  Picture canvas(h, w);
  std::fill(canvas.rgb.begin(), canvas.rgb.end(), uint8_t{255});
  for (size_t y = 0; y < frame.h; ++y)
    std::copy_n(frame.Row(y), frame.w * 3, canvas.Row(top + y) + left * 3);
  return canvas;
}

}  // namespace

StatusOr<Picture> DecodeWebp(std::span<const uint8_t> bytes,
                             Orientation* orientation) {
  const WebPData data = {bytes.data(), bytes.size()};
  const Demuxer demuxer(WebPDemux(&data));
  if (demuxer == nullptr) return Damaged();
  const size_t h = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT);
  const size_t w = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH);
  CAMGLASS_RETURN_IF_ERROR(CheckPictureSize(h, w));
  const FirstFrame frame(demuxer.get());
  if (!frame.there()) return Damaged();
  CAMGLASS_ASSIGN_OR_RETURN(Picture picture, DecodeFrame(*frame));
  *orientation = OrientationOf(demuxer.get());
  if (picture.extent() == Extent{h, w}) return picture;
  return OnCanvas(picture, *frame, h, w);
}

}  // namespace camglass
