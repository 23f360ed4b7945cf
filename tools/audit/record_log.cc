#include "tools/audit/record_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/base/file_bytes.h"

namespace camglass {
namespace {

Status Refused(const std::string& path, const char* what) {
  return IoError(path + ": can't " + what + ": " + std::strerror(errno));
}

Status OpenError(const std::string& path) {
  if (errno == EEXIST)
    return AlreadyExists(path +
                         ": exists from another run; give --resume to go on "
                         "with it, --force to begin again, or another --out");
  return Refused(path, "be written");
}

// The whole lines of the file, unless null; *size is where the last one ends.
Status ReadLines(int fd, std::vector<std::string>* lines, uint64_t* size) {
  *size = 0;
  struct stat facts = {};
  if (::fstat(fd, &facts) == 0 && facts.st_size == 0) return Status();
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes file, MapDescriptor(fd));
  const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()),
                              file.bytes.size());
  for (size_t end; (end = text.find('\n', *size)) != std::string_view::npos;
       *size = end + 1)
    if (lines != nullptr) lines->emplace_back(text.substr(*size, end - *size));
  return Status();
}

}  // namespace

RecordLog::RecordLog(std::string path, Descriptor file, uint64_t size)
    : path_(std::move(path)), file_(std::move(file)), size_(size) {}

StatusOr<std::unique_ptr<RecordLog>> RecordLog::Open(
    const std::string& path, bool resume, bool overwrite,
    std::vector<std::string>* lines) {
  const int fresh = resume || overwrite ? 0 : O_EXCL;
  Descriptor file(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | fresh, 0666));
  if (file.get() < 0) return OpenError(path);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
    return Busy(path + ": another run writes it; wait for its end");
  uint64_t size = 0;
  if (resume)
    CAMGLASS_RETURN_IF_ERROR(
        ReadLines(file.get(), lines, &size).WithContext(path));
  if (::ftruncate(file.get(), static_cast<off_t>(size)) != 0)
    return Refused(path, "be cut to its whole lines");
  return std::unique_ptr<RecordLog>(new RecordLog(path, std::move(file), size));
}

Status RecordLog::Append(std::string_view line) {
  for (size_t done = 0; done < line.size();) {
    const ssize_t written =
        ::pwrite(file_.get(), line.data() + done, line.size() - done,
                 static_cast<off_t>(size_ + done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const Status failed = Refused(path_, "be written");
      // Shorter is always possible; what fails here is cut off at the next run.
      [[maybe_unused]] const int cut =
          ::ftruncate(file_.get(), static_cast<off_t>(size_));
      return failed;
    }
    done += static_cast<size_t>(written);
  }
  size_ += line.size();
  return Status();
}

}  // namespace camglass
