#include "weights/onnx/external_data.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "engine/base/checked_math.h"
#include "engine/base/descriptor.h"
#include "weights/limits.h"

namespace camglass {
namespace {

// O_NONBLOCK keeps a FIFO from holding us up before it can be refused.
constexpr int kFileFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
constexpr int kFolderFlags = O_PATH | O_DIRECTORY | O_CLOEXEC;

std::string Quoted(const std::string& location) {
  constexpr size_t kShown = 80;
  return "'" + location.substr(0, kShown) + "'";
}

// The folders and the file that the location names. What could lead out of the
// folder is refused here already, so that the message can say so.
StatusOr<std::vector<std::string>> Components(const std::string& location) {
  const auto refuse = [&](const std::string& why) {
    return InvalidInput("the model wants its data from " + Quoted(location) +
                        ", " + why);
  };
  if (location.empty()) return refuse("which is not a file name");
  if (location.size() > limits::kMaxExternalPathBytes)
    return refuse("a path that is too long");
  if (location.find('\0') != std::string::npos)
    return refuse("which is not a file name");
  if (location.front() == '/')
    return refuse("an absolute path; only files in the given folder are read");
  std::vector<std::string> parts;
  for (size_t at = 0; at <= location.size();) {
    const size_t slash = std::min(location.find('/', at), location.size());
    const std::string part = location.substr(at, slash - at);
    if (part == "..")
      return refuse("which leaves its folder; such a path is not followed");
    if (!part.empty() && part != ".") parts.push_back(part);
    at = slash + 1;
  }
  if (parts.empty() || location.back() == '/')
    return refuse("which is not a file name");
  return parts;
}

// Of a file right in the folder, and not a hidden one.
bool IsPlainName(const std::string& location) {
  return !location.empty() && location.front() != '.' &&
         location.find('/') == std::string::npos;
}

int OpenBeneath(int folder, const std::string& location) {
  open_how how{};
  how.flags = kFileFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return static_cast<int>(
      ::syscall(SYS_openat2, folder, location.c_str(), &how, sizeof how));
}

// The same on kernels before 5.6: one component after the other.
int OpenStepwise(int folder, const std::vector<std::string>& parts) {
  int current = ::dup(folder);
  for (size_t i = 0; i < parts.size() && current >= 0; ++i) {
    const int flags =
        i + 1 == parts.size() ? kFileFlags : kFolderFlags | O_NOFOLLOW;
    const int next = ::openat(current, parts[i].c_str(), flags);
    const int error = errno;
    ::close(current);
    errno = error;
    current = next;
  }
  return current;
}

Status OpenError(const std::string& location) {
  const int error = errno;
  const std::string where = "the model's data file " + Quoted(location);
  // ENOTDIR: a link (or a file) where a folder should be.
  if (error == ELOOP || error == EXDEV || error == ENOTDIR)
    return InvalidInput(where +
                        " is reached through a link, which is not followed; "
                        "put the file itself there");
  if (error == ENOENT)
    return NotFound(where +
                    " is not there; put it beside the model, or name its "
                    "folder with --external-data-dir");
  return IoError(where + " can't be opened: " + std::strerror(error));
}

}  // namespace

StatusOr<FileBytes> MapBeneath(const std::string& folder,
                               const std::string& location, bool use_openat2) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<std::string> parts,
                            Components(location));
  const Descriptor base(::open(folder.c_str(), kFolderFlags));
  if (base.get() < 0)
    return IoError("the folder of the model's data can't be opened: " +
                   std::string(std::strerror(errno)));
  Descriptor fd(use_openat2 ? OpenBeneath(base.get(), location) : -1);
  // EPERM: sandboxes that do not know the call answer so.
  if (!use_openat2 || (fd.get() < 0 && (errno == ENOSYS || errno == EPERM)))
    fd = Descriptor(OpenStepwise(base.get(), parts));
  if (fd.get() < 0) return OpenError(location);
  StatusOr<FileBytes> file = MapDescriptor(fd.get());
  if (!file.ok())
    return file.status().WithContext("the model's data file " +
                                     Quoted(location));
  return file;
}

StatusOr<FileBytes> ExternalData::Open(const std::string& location) {
  const bool beside = folder_.empty() && !model_folder_.empty();
  if (folder_.empty() && (!beside || !IsPlainName(location)))
    return UsageError("the model's weights lie in another file (" +
                      Quoted(location) +
                      "); name its folder with --external-data-dir");
  const auto known = files_.find(location);
  if (known != files_.end()) return known->second;
  if (files_.size() >= limits::kMaxExternalFiles)
    return InvalidInput("the model's weights lie in more than " +
                        std::to_string(limits::kMaxExternalFiles) + " files");
  CAMGLASS_ASSIGN_OR_RETURN(
      FileBytes file, MapBeneath(beside ? model_folder_ : folder_, location));
  files_[location] = file;
  return file;
}

StatusOr<std::span<const std::byte>> ExternalData::Slice(
    const FileBytes& file, const ExternalRange& range) {
  const uint64_t size = file.bytes.size();
  const uint64_t length =
      range.length.value_or(size - std::min(size, range.offset));
  const auto end = CheckedAdd(range.offset, length);
  if (!end || *end > size)
    return InvalidInput("the model's data file " + Quoted(range.location) +
                        " has " + std::to_string(size) +
                        " bytes, fewer than a tensor in it needs; get the "
                        "model and its data again");
  return file.bytes.subspan(range.offset, length);
}

}  // namespace camglass
