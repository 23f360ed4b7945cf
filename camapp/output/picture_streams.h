// Frames as one stream: JPEGs end to end, or Y4M.
#ifndef CAMGLASS_CAMAPP_OUTPUT_PICTURE_STREAMS_H_
#define CAMGLASS_CAMAPP_OUTPUT_PICTURE_STREAMS_H_

#include <memory>
#include <optional>
#include <string>

#include "camapp/output/picture_sink.h"
#include "camapp/output/stream_sink.h"
#include "camapp/picture/jpeg/frame_encoder.h"
#include "camapp/video/y4m.h"

namespace camglass {

class MjpegSink : public PictureSink {
 public:
  static StatusOr<std::unique_ptr<PictureSink>> Open(
      const SinkOptions& options);
  Status Write(const Picture& picture, uint64_t number) override;
  Status Finish() override { return stream_->Finish(); }
  bool wants_placeholders() const override { return true; }

 private:
  explicit MjpegSink(std::unique_ptr<StreamSink> stream);

  std::unique_ptr<StreamSink> stream_;
  JpegFrameEncoder jpeg_;
};

class Y4mSink : public PictureSink {
 public:
  static StatusOr<std::unique_ptr<PictureSink>> Open(
      const SinkOptions& options);
  // A stream has one size, the first picture's. Larger ones are cut, smaller
  // ones get a black edge at the right and the bottom.
  Status Write(const Picture& picture, uint64_t number) override;
  Status Finish() override { return stream_->Finish(); }
  bool wants_placeholders() const override { return true; }

 private:
  Y4mSink(std::unique_ptr<StreamSink> stream, double fps);
  const Picture& Fitted(const Picture& picture);

  std::unique_ptr<StreamSink> stream_;
  double fps_;
  std::optional<Y4mEncoder> encoder_;
  Picture canvas_;  // of the stream's size
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_PICTURE_STREAMS_H_
