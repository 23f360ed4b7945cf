#include "camapp/output/picture_streams.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "camapp/picture/jpeg/frame_encoder.h"

namespace camglass {

StatusOr<std::unique_ptr<PictureSink>> MjpegSink::Open(
    const SinkOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(
      auto stream,
      StreamSink::Open(options.out, options.overwrite, options.stop_fd));
  return std::unique_ptr<PictureSink>(new MjpegSink(std::move(stream)));
}

MjpegSink::MjpegSink(std::unique_ptr<StreamSink> stream)
    : stream_(std::move(stream)), jpeg_(kJpegQuality) {}

Status MjpegSink::Write(const Picture& picture, uint64_t) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::span<const uint8_t> jpeg,
                            jpeg_.Encode(picture));
  return stream_->Write({jpeg});
}

StatusOr<std::unique_ptr<PictureSink>> Y4mSink::Open(
    const SinkOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(
      auto stream,
      StreamSink::Open(options.out, options.overwrite, options.stop_fd));
  return std::unique_ptr<PictureSink>(
      new Y4mSink(std::move(stream), options.fps));
}

Y4mSink::Y4mSink(std::unique_ptr<StreamSink> stream, double fps)
    : stream_(std::move(stream)), fps_(fps) {}

const Picture& Y4mSink::Fitted(const Picture& picture) {
  if (picture.extent() == canvas_.extent()) return picture;
  std::fill(canvas_.rgb.begin(), canvas_.rgb.end(), uint8_t{0});
  const size_t rows = std::min(picture.h, canvas_.h);
  const size_t bytes = std::min(picture.w, canvas_.w) * 3;
  for (size_t y = 0; y < rows; ++y)
    std::memcpy(canvas_.Row(y), picture.Row(y), bytes);
  return canvas_;
}

Status Y4mSink::Write(const Picture& picture, uint64_t) {
  if (!encoder_.has_value()) {
    canvas_ = Picture(picture.h, picture.w);
    encoder_.emplace(picture.extent(), fps_);
    const std::string header = encoder_->Header();
    CAMGLASS_RETURN_IF_ERROR(stream_->WriteHeader(
        {reinterpret_cast<const uint8_t*>(header.data()), header.size()}));
  }
  return stream_->Write({encoder_->Frame(Fitted(picture))});
}

}  // namespace camglass
