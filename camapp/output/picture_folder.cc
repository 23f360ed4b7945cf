#include "camapp/output/picture_folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "camapp/picture/encode_png.h"
#include "camapp/picture/jpeg/frame_encoder.h"
#include "engine/base/atomic_writer.h"

namespace camglass {
namespace {

constexpr const char* kPrefix = "frame-";

Status WriteWhole(const std::string& path, std::span<const uint8_t> bytes,
                  bool overwrite) {
  auto file = AtomicWriter::Start(path, overwrite);
  if (!file.ok()) return file.status().WithContext(path);
  CAMGLASS_RETURN_IF_ERROR(
      (*file)->Write(std::as_bytes(bytes)).WithContext(path));
  return (*file)->Commit().WithContext(path);
}

// An earlier run's pictures would be met one by one, later.
Status CheckNoFrames(const std::string& folder) {
  std::error_code error;
  using Iterator = std::filesystem::directory_iterator;
  for (Iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.starts_with(kPrefix))
      return AlreadyExists(folder + ": the folder has frames of another run (" +
                           name + "); name another or use --force");
  }
  return Status();
}

}  // namespace

StatusOr<std::unique_ptr<PictureSink>> PictureFolder::Open(
    const std::string& folder, OutputFormat format, bool overwrite) {
  if (mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
    return IoError(folder +
                   ": can't make this folder: " + strerrordesc_np(errno));
  if (!overwrite) CAMGLASS_RETURN_IF_ERROR(CheckNoFrames(folder));
  return std::unique_ptr<PictureSink>(
      new PictureFolder(folder, format, overwrite));
}

PictureFolder::PictureFolder(std::string folder, OutputFormat format,
                             bool overwrite)
    : folder_(std::move(folder)),
      format_(format),
      overwrite_(overwrite),
      jpeg_(kJpegQuality) {
  while (folder_.size() > 1 && folder_.ends_with('/')) folder_.pop_back();
}

Status PictureFolder::Write(const Picture& picture, uint64_t number) {
  char name[40];
  std::snprintf(name, sizeof(name), "/%s%06llu.%s", kPrefix,
                static_cast<unsigned long long>(number),
                format_ == OutputFormat::kPng ? "png" : "jpg");
  const std::string path = folder_ + name;
  if (format_ == OutputFormat::kPng) {
    CAMGLASS_ASSIGN_OR_RETURN(const std::vector<uint8_t> png,
                              EncodePng(picture));
    return WriteWhole(path, png, overwrite_);
  }
  CAMGLASS_ASSIGN_OR_RETURN(const std::span<const uint8_t> jpeg,
                            jpeg_.Encode(picture));
  return WriteWhole(path, jpeg, overwrite_);
}

}  // namespace camglass
