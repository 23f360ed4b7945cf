#include "engine/base/atomic_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "engine/base/descriptor.h"

namespace camglass {
namespace {

// Says what is left where a program is killed.
constexpr const char* kUnfinished = ".unfinished-XXXXXX";

Status SystemError(const std::string& what) {
  return IoError(what + ": " + std::strerror(errno));
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status Exists() {
  return AlreadyExists("the file exists; give another name or use --force");
}

Status CheckTarget(const std::string& path, bool overwrite) {
  struct stat info {};
  if (::stat(FolderOf(path).c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return NotFound("its folder does not exist; make it first");
  if (::lstat(path.c_str(), &info) != 0) return Status();
  if (S_ISDIR(info.st_mode))
    return InvalidInput("this is a folder; give the name of a file");
  if (!overwrite) return Exists();
  if (!S_ISREG(info.st_mode))
    return InvalidInput("this is not a regular file and is not replaced");
  return Status();
}

// The rights that a new file gets from open(): mkstemp leaves it private.
void GiveUsualRights(int fd) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(fd, 0666 & ~mask);
}

// So that the new name survives a loss of power too. Not every file system can.
void SyncFolder(const std::string& folder) {
  const Descriptor opened(
      ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() >= 0) ::fsync(opened.get());
}

}  // namespace

Status CheckNotInput(const std::string& output, const std::string& input) {
  std::error_code ignored;  // then they are not the same, or others tell why
  if (!std::filesystem::equivalent(output, input, ignored)) return Status();
  return UsageError(output + ": this is the input itself; name another file");
}

Status CheckNewFile(const std::string& path, bool overwrite) {
  return CheckTarget(path, overwrite);
}

AtomicWriter::AtomicWriter(std::string path, std::string temporary, int fd,
                           bool overwrite)
    : path_(std::move(path)),
      temporary_(std::move(temporary)),
      fd_(fd),
      overwrite_(overwrite),
      removed_on_signals_(temporary_) {}

StatusOr<std::unique_ptr<AtomicWriter>> AtomicWriter::Start(
    const std::string& path, bool overwrite) {
  CAMGLASS_RETURN_IF_ERROR(CheckTarget(path, overwrite));
  std::string temporary = path + kUnfinished;
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return SystemError("can't be written");
  GiveUsualRights(fd);
  return std::unique_ptr<AtomicWriter>(
      new AtomicWriter(path, std::move(temporary), fd, overwrite));
}

AtomicWriter::~AtomicWriter() {
  if (fd_ >= 0) ::close(fd_);
  if (!committed_ && !kept_) ::unlink(temporary_.c_str());
}

void AtomicWriter::KeepUnfinished() {
  kept_ = true;
  removed_on_signals_.reset();
}

Status AtomicWriter::Write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return SystemError("can't be written");
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return Status();
}

Status AtomicWriter::Failed(const Status& why) const {
  if (why.ok() || !kept_) return why;
  return Status(why.code(),
                why.message() + "; what was written is in " + temporary_);
}

Status AtomicWriter::Commit() {
  Status written;
  if (::fsync(fd_) != 0) written = SystemError("can't be written");
  if (::close(std::exchange(fd_, -1)) != 0 && written.ok())
    written = SystemError("can't be written");
  if (!written.ok() && !kept_) return written;
  CAMGLASS_RETURN_IF_ERROR(Failed(GiveName()));
  return written;
}

// What the disk doesn't take now is lost either way, so only the name counts.
Status AtomicWriter::CommitBeginning(uint64_t size) {
  if (::ftruncate(fd_, static_cast<off_t>(size)) != 0)
    return Failed(SystemError("can't be cut to its whole part"));
  ::fsync(fd_);
  ::close(std::exchange(fd_, -1));
  return Failed(GiveName());
}

// link() refuses an existing name, which rename() would replace. File systems
// without links get rename(), after one more look.
Status AtomicWriter::GiveName() {
  if (overwrite_) {
    if (::rename(temporary_.c_str(), path_.c_str()) != 0)
      return SystemError("can't be renamed to");
  } else if (::link(temporary_.c_str(), path_.c_str()) == 0) {
    ::unlink(temporary_.c_str());
  } else {
    if (errno == EEXIST) return Exists();
    if (::access(path_.c_str(), F_OK) == 0) return Exists();
    if (::rename(temporary_.c_str(), path_.c_str()) != 0)
      return SystemError("can't be renamed to");
  }
  committed_ = true;
  SyncFolder(FolderOf(path_));
  return Status();
}

}  // namespace camglass
