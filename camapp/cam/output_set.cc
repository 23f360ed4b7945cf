#include "camapp/cam/output_set.h"

#include <filesystem>
#include <set>

#include "camapp/picture/encode_npy.h"
#include "camapp/picture/encode_png.h"
#include "engine/base/console.h"
#include "engine/base/output_name.h"

namespace camglass {

namespace fs = std::filesystem;

Status CheckNewFiles(const std::vector<std::string>& paths, bool overwrite) {
  std::set<std::string> names;
  Status first;
  size_t existing = 0;
  for (const std::string& path : paths) {
    if (path.empty()) continue;
    if (!names.insert(fs::absolute(path).lexically_normal().string()).second)
      return UsageError(path +
                        ": two outputs have this name; give each its own");
    if (path == kStandardOutput) continue;
    const Status status = CheckNewFile(path, overwrite).WithContext(path);
    if (status.ok()) continue;
    if (status.code() != StatusCode::kAlreadyExists) return status;
    if (existing++ == 0) first = status;
  }
  if (existing < 2) return first;
  return Status(first.code(), first.message() + " (and " +
                                  std::to_string(existing - 1) + " more)");
}

Status OutputSet::Open(const std::string& path) {
  if (path == kStandardOutput) {
    files_.push_back({path, nullptr, {}});
    return Status();
  }
  StatusOr<std::unique_ptr<AtomicWriter>> writer =
      AtomicWriter::Start(path, overwrite_);
  if (!writer.ok()) return writer.status().WithContext(path);
  files_.push_back({path, *std::move(writer), {}});
  return Status();
}

Status OutputSet::Write(std::span<const uint8_t> bytes) {
  File& file = files_.back();
  if (file.writer == nullptr) {
    file.printed.assign(bytes.begin(), bytes.end());
    return Status();
  }
  return file.writer->Write(std::as_bytes(bytes)).WithContext(file.path);
}

Status OutputSet::WriteBytes(const std::string& path,
                             std::span<const uint8_t> bytes) {
  if (path.empty()) return Status();
  CAMGLASS_RETURN_IF_ERROR(Open(path));
  return Write(bytes);
}

Status OutputSet::WriteNpy(const std::string& path,
                           std::span<const float> values,
                           const std::vector<size_t>& shape) {
  if (path.empty()) return Status();
  CAMGLASS_RETURN_IF_ERROR(Open(path));
  return Write(EncodeNpy(values, shape));
}

Status OutputSet::WritePng(const std::string& path, const Picture& picture) {
  if (path.empty()) return Status();
  CAMGLASS_RETURN_IF_ERROR(Open(path));
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<uint8_t> bytes,
                            EncodePng(picture));
  return Write(bytes);
}

Status OutputSet::Complete(const File& file) {
  if (file.writer != nullptr)
    return file.writer->Commit().WithContext(file.path);
  PrintBytes(file.printed);
  return FlushOutput();
}

StatusOr<std::vector<std::string>> OutputSet::Commit() {
  std::vector<std::string> paths;
  for (const File& file : files_) {
    CAMGLASS_RETURN_IF_ERROR(Complete(file));
    paths.push_back(file.path);
  }
  return paths;
}

}  // namespace camglass
