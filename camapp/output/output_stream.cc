#include "camapp/output/output_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace camglass {
namespace {

bool IsPipeOrDevice(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) &&
         !S_ISDIR(info.st_mode);
}

Status WriteError(const std::string& path, int error) {
  const std::string name = path == "-" ? "standard output" : path;
  if (error == EPIPE) return IoError(name + ": its reader has gone");
  return IoError(name + ": writing failed: " + strerrordesc_np(error));
}

}  // namespace

StatusOr<std::unique_ptr<OutputStream>> OutputStream::Open(
    const std::string& path, bool overwrite) {
  if (path == "-")
    return std::unique_ptr<OutputStream>(
        new OutputStream(path, STDOUT_FILENO, nullptr));
  if (IsPipeOrDevice(path)) {
    const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return WriteError(path, errno);
    return std::unique_ptr<OutputStream>(new OutputStream(path, fd, nullptr));
  }
  auto file = AtomicWriter::Start(path, overwrite);
  if (!file.ok()) return file.status().WithContext(path);
  return std::unique_ptr<OutputStream>(
      new OutputStream(path, -1, *std::move(file)));
}

OutputStream::OutputStream(std::string path, int fd,
                           std::unique_ptr<AtomicWriter> file)
    : path_(std::move(path)), fd_(fd), file_(std::move(file)) {}

OutputStream::~OutputStream() {
  if (fd_ >= 0 && fd_ != STDOUT_FILENO) close(fd_);
}

Status OutputStream::Write(std::span<const uint8_t> bytes) {
  if (file_ != nullptr)
    return file_->Write(std::as_bytes(bytes)).WithContext(path_);
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return WriteError(path_, errno);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return Status();
}

Status OutputStream::Finish() {
  return file_ == nullptr ? Status() : file_->Commit().WithContext(path_);
}

}  // namespace camglass
