#include "camapp/output/recorder.h"

#include <utility>

#include "camapp/video/recording.h"

namespace camglass {

StatusOr<std::unique_ptr<Recorder>> Recorder::Open(const std::string& path,
                                                   bool overwrite,
                                                   int stop_fd) {
  CAMGLASS_ASSIGN_OR_RETURN(auto stream,
                            StreamSink::Open(path, overwrite, stop_fd));
  CAMGLASS_RETURN_IF_ERROR(stream->WriteHeader(RecordingHeader()));
  return std::unique_ptr<Recorder>(new Recorder(std::move(stream)));
}

Recorder::Recorder(std::unique_ptr<StreamSink> stream)
    : stream_(std::move(stream)) {}

Status Recorder::Write(const CapturedFrame& frame) {
  const FrameHeader header = FrameHeaderOf(frame);
  return stream_->Write({header, frame.bytes});
}

}  // namespace camglass
