#include "camapp/output/picture_sink.h"

#include <sys/stat.h>

#include "camapp/output/picture_folder.h"
#include "camapp/output/picture_streams.h"
#include "engine/base/output_name.h"

namespace camglass {
namespace {

class NullSink : public PictureSink {
 public:
  Status Write(const Picture&, uint64_t) override { return Status(); }
};

bool IsFolder(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool IsPipeOrCharacterDevice(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 &&
         (S_ISFIFO(info.st_mode) || S_ISCHR(info.st_mode));
}

OutputFormat FormatByName(const std::string& out) {
  if (out == "-") return OutputFormat::kMjpeg;
  if (IsFolder(out) || out.ends_with('/')) return OutputFormat::kPng;
  if (HasEnding(out, kY4mFile.endings.front())) return OutputFormat::kY4m;
  if (IsPipeOrCharacterDevice(out)) return OutputFormat::kMjpeg;
  for (const std::string_view ending : kMotionJpegFile.endings)
    if (HasEnding(out, ending)) return OutputFormat::kMjpeg;
  return out.substr(out.rfind('/') + 1).find('.') == std::string::npos
             ? OutputFormat::kPng
             : OutputFormat::kAuto;
}

Status CheckFits(const std::string& out, OutputFormat format) {
  if (format == OutputFormat::kMjpeg)
    return CheckOutputName(out, kMotionJpegFile);
  if (format == OutputFormat::kY4m) return CheckOutputName(out, kY4mFile);
  if (out == kStandardOutput)
    return UsageError("--out -: pictures need a folder; use mjpeg or y4m");
  return IsFolder(out) ? Status() : CheckOutputName(out, kPictureFolder);
}

}  // namespace

StatusOr<OutputFormat> FormatOfOutput(const std::string& out,
                                      OutputFormat format) {
  if (format == OutputFormat::kAuto) format = FormatByName(out);
  if (format == OutputFormat::kAuto)
    return UsageError("--out " + out +
                      ": what to write isn't clear from the name; end it with "
                      ".mjpeg or .y4m, name a folder, or give --out-format");
  CAMGLASS_RETURN_IF_ERROR(CheckFits(out, format));
  return format;
}

StatusOr<std::unique_ptr<PictureSink>> MakePictureSink(
    const SinkOptions& options) {
  if (options.out.empty()) return std::unique_ptr<PictureSink>(new NullSink());
  CAMGLASS_ASSIGN_OR_RETURN(const OutputFormat format,
                            FormatOfOutput(options.out, options.format));
  switch (format) {
    case OutputFormat::kMjpeg:
      return MjpegSink::Open(options);
    case OutputFormat::kY4m:
      return Y4mSink::Open(options);
    default:
      return PictureFolder::Open(options.out, format, options.overwrite);
  }
}

}  // namespace camglass
