#include "camapp/output/stream_sink.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

namespace camglass {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// After a stop. The camera is to be free within a second.
constexpr milliseconds kLastPatience{500};
// Nothing tells when a named pipe gets a reader.
constexpr int kReaderCheckMs = 50;
// So much a pipe that poll() calls writable takes without blocking.
constexpr size_t kPipePiece = PIPE_BUF;

bool IsPipeOrDevice(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) &&
         !S_ISDIR(info.st_mode);
}

bool IsRegularFile(int fd) {
  struct stat info = {};
  return fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
}

bool IsNamedPipe(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && S_ISFIFO(info.st_mode);
}

std::string NameOf(const std::string& path) {
  return path == "-" ? "standard output" : path;
}

Status WriteError(const std::string& path, int error) {
  const std::string name = NameOf(path);
  if (error == EPIPE) return IoError(name + ": its reader has gone");
  if (error == EBADF) return IoError(name + ": it is closed");
  return IoError(name + ": writing failed: " + strerrordesc_np(error));
}

std::string KeptFrames(uint64_t frames) {
  if (frames == 1) return "; the frame before that is kept";
  return "; the " + std::to_string(frames) + " frames before that are kept";
}

StatusOr<int> OpenForWriting(const std::string& path, int stop_fd) {
  for (;;) {
    const int fd = open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0) return fd;
    if (errno == EINTR) continue;
    if (errno != ENXIO || !IsNamedPipe(path)) return WriteError(path, errno);
    pollfd stop = {stop_fd, POLLIN, 0};
    if (poll(&stop, 1, kReaderCheckMs) > 0)
      return Unavailable(path + ": nobody reads this pipe");
  }
}

}  // namespace

StatusOr<std::unique_ptr<StreamSink>> StreamSink::Open(const std::string& path,
                                                       bool overwrite,
                                                       int stop_fd) {
  if (path == "-")
    return std::unique_ptr<StreamSink>(
        new StreamSink(path, STDOUT_FILENO, nullptr, stop_fd));
  if (IsPipeOrDevice(path)) {
    CAMGLASS_ASSIGN_OR_RETURN(const int fd, OpenForWriting(path, stop_fd));
    return std::unique_ptr<StreamSink>(
        new StreamSink(path, fd, nullptr, stop_fd));
  }
  auto file = AtomicWriter::Start(path, overwrite);
  if (!file.ok()) return file.status().WithContext(path);
  return std::unique_ptr<StreamSink>(
      new StreamSink(path, -1, *std::move(file), stop_fd));
}

StreamSink::StreamSink(std::string path, int fd,
                       std::unique_ptr<AtomicWriter> file, int stop_fd)
    : path_(std::move(path)),
      fd_(fd),
      file_(std::move(file)),
      stop_fd_(stop_fd),
      seekable_(fd >= 0 && IsRegularFile(fd)) {
  if (!seekable_) return;
  // Behind >> writing begins at the end, wherever the position is.
  const bool appends = (fcntl(fd_, F_GETFL) & O_APPEND) != 0;
  const off_t at = lseek(fd_, 0, appends ? SEEK_END : SEEK_CUR);
  if (at > 0) whole_bytes_ = static_cast<uint64_t>(at);
}

StreamSink::~StreamSink() {
  // Not reached where everything goes well: the owner has finished.
  if (file_ != nullptr && frames_ > 0) (void)Finish();
  if (fd_ >= 0 && fd_ != STDOUT_FILENO) close(fd_);
}

// False where the reader takes nothing and the program is to stop.
bool StreamSink::WaitForReader() {
  for (;;) {
    int timeout_ms = -1;
    if (patience_ends_.has_value()) {
      const auto left = std::chrono::duration_cast<milliseconds>(
          *patience_ends_ - steady_clock::now());
      if (left.count() <= 0) return false;
      timeout_ms = static_cast<int>(left.count());
    }
    pollfd fds[] = {{fd_, POLLOUT, 0},
                    {patience_ends_.has_value() ? -1 : stop_fd_, POLLIN, 0}};
    const int ready = poll(fds, 2, timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready > 0 && fds[1].revents != 0)
      patience_ends_ = steady_clock::now() + kLastPatience;
    // Errors are told by write().
    if (ready < 0 || fds[0].revents != 0) return true;
  }
}

Status StreamSink::PutToReader(Part bytes) {
  while (!bytes.empty() && !abandoned_) {
    if (!WaitForReader()) {
      abandoned_ = true;
      break;
    }
    const size_t piece =
        seekable_ ? bytes.size() : std::min(bytes.size(), kPipePiece);
    const ssize_t written = write(fd_, bytes.data(), piece);
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written < 0) return WriteError(path_, errno);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return Status();
}

Status StreamSink::Put(Part bytes) {
  if (file_ == nullptr) return PutToReader(bytes);
  return file_->Write(std::as_bytes(bytes)).WithContext(path_);
}

// A file that only we have written to since the shell opened it.
void StreamSink::CutRedirectedFile() {
  struct stat info = {};
  if (!seekable_ || fstat(fd_, &info) != 0) return;
  if (lseek(fd_, 0, SEEK_CUR) != info.st_size) return;
  const auto whole = static_cast<off_t>(whole_bytes_);
  if (ftruncate(fd_, whole) == 0) lseek(fd_, whole, SEEK_SET);
}

Status StreamSink::FirstError(const Status& error) {
  CutRedirectedFile();
  failure_ = error;
  if (frames_ > 0 && (file_ != nullptr || seekable_))
    failure_ = Status(error.code(), error.message() + KeptFrames(frames_));
  return failure_;
}

Status StreamSink::WriteHeader(Part bytes) {
  if (!failure_.ok()) return failure_;
  const Status written = Put(bytes);
  if (!written.ok()) return FirstError(written);
  whole_bytes_ += bytes.size();
  return Status();
}

Status StreamSink::Write(std::initializer_list<Part> parts) {
  if (!failure_.ok()) return failure_;
  uint64_t size = 0;
  for (const Part part : parts) {
    const Status written = Put(part);
    if (!written.ok()) return FirstError(written);
    size += part.size();
  }
  whole_bytes_ += size;
  if (++frames_ == 1 && file_ != nullptr) file_->KeepUnfinished();
  return Status();
}

Status StreamSink::Finish() {
  if (file_ == nullptr) return failure_;
  const std::unique_ptr<AtomicWriter> file = std::move(file_);
  if (failure_.ok()) return file->Commit().WithContext(path_);
  if (frames_ > 0)
    CAMGLASS_RETURN_IF_ERROR(
        file->CommitBeginning(whole_bytes_).WithContext(path_));
  return failure_;
}

}  // namespace camglass
