// Where finished pictures go: a folder, a stream, a camera for other programs.
#ifndef CAMGLASS_CAMAPP_OUTPUT_PICTURE_SINK_H_
#define CAMGLASS_CAMAPP_OUTPUT_PICTURE_SINK_H_

#include <cstdint>
#include <memory>
#include <string>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

class PictureSink {
 public:
  virtual ~PictureSink() = default;

  // number: counts the source's frames from 0; with gaps where some were left
  // out.
  virtual Status Write(const Picture& picture, uint64_t number) = 0;
  // Makes complete what was written. Whole frames remain without it, too.
  virtual Status Finish() { return Status(); }
  // Whether something should come even while the camera is away.
  virtual bool wants_placeholders() const { return false; }
};

enum class OutputFormat { kAuto, kPng, kJpeg, kMjpeg, kY4m };

struct SinkOptions {
  std::string out;  // a folder, a file, "-", or empty for no output
  OutputFormat format = OutputFormat::kAuto;
  bool overwrite = false;
  double fps = 30;   // that a Y4M stream announces
  int stop_fd = -1;  // as StreamSink has it
};

// What `out`, which is not empty, gets: `format`, or for kAuto Y4M for names
// ending with .y4m; Motion JPEG for .mjpeg, .mjpg or .jpeg, for "-", named
// pipes and devices; PNG pictures for a folder. Fails with kUsage where that
// isn't clear, or where name and format don't fit.
StatusOr<OutputFormat> FormatOfOutput(const std::string& out,
                                      OutputFormat format);

// The sink that the options name, in its FormatOfOutput. A folder is made where
// it doesn't exist. Fails with kAlreadyExists, or what the system says, too.
StatusOr<std::unique_ptr<PictureSink>> MakePictureSink(
    const SinkOptions& options);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_PICTURE_SINK_H_
