#include "camapp/output/frame_sink.h"

#include <sys/stat.h>

#include "camapp/output/picture_folder.h"
#include "camapp/output/stream_sinks.h"

namespace camglass {
namespace {

class NullSink : public FrameSink {
 public:
  Status Write(const Picture&, uint64_t) override { return Status(); }
};

bool IsFolder(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool IsPipeOrDevice(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 &&
         (S_ISFIFO(info.st_mode) || S_ISCHR(info.st_mode));
}

OutputFormat FormatByName(const std::string& out) {
  if (out == "-") return OutputFormat::kMjpeg;
  if (IsFolder(out) || out.ends_with('/')) return OutputFormat::kPng;
  if (out.ends_with(".y4m")) return OutputFormat::kY4m;
  if (IsPipeOrDevice(out)) return OutputFormat::kMjpeg;
  for (const char* ending : {".mjpeg", ".mjpg", ".jpeg"})
    if (out.ends_with(ending)) return OutputFormat::kMjpeg;
  return out.substr(out.rfind('/') + 1).find('.') == std::string::npos
             ? OutputFormat::kPng
             : OutputFormat::kAuto;
}

}  // namespace

StatusOr<std::unique_ptr<FrameSink>> MakeFrameSink(const SinkOptions& options) {
  if (options.out.empty()) return std::unique_ptr<FrameSink>(new NullSink());
  OutputFormat format = options.format;
  if (format == OutputFormat::kAuto) format = FormatByName(options.out);
  switch (format) {
    case OutputFormat::kPng:
    case OutputFormat::kJpeg:
      if (options.out == "-")
        return UsageError("--out -: pictures need a folder; use mjpeg or y4m");
      return PictureFolder::Open(options.out, format, options.overwrite);
    case OutputFormat::kMjpeg:
      return MjpegSink::Open(options);
    case OutputFormat::kY4m:
      return Y4mSink::Open(options);
    case OutputFormat::kAuto:
      break;
  }
  return UsageError("--out " + options.out +
                    ": what to write isn't clear from the name; end it with "
                    ".mjpeg or .y4m, name a folder, or give --out-format");
}

}  // namespace camglass
