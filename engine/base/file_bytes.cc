#include "engine/base/file_bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "engine/base/descriptor.h"
#include "engine/base/round_up.h"

namespace camglass {
namespace {

Status ReadError(const std::string& what) {
  const std::string reason = std::strerror(errno);
  if (errno == ENOENT) return NotFound("there is no such file; check the path");
  return IoError(what + ": " + reason);
}

StatusOr<size_t> SizeOf(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return ReadError("can't be examined");
  if (S_ISDIR(info.st_mode))
    return InvalidInput("this is a folder; give a file");
  if (!S_ISREG(info.st_mode))
    return InvalidInput("this is not a regular file; copy it to one first");
  if (info.st_size == 0) return InvalidInput("the file is empty; get it again");
  const auto size = static_cast<uint64_t>(info.st_size);
  if (size > limits::kMaxFileBytes)
    return InvalidInput(
        "the file has " + std::to_string(size) + " bytes, more than the " +
        std::to_string(limits::kMaxFileBytes) + " that are accepted");
  return static_cast<size_t>(size);
}

// A private mapping that is never written: its pages are the file's.
void ReleasePages(const void* data, size_t bytes) {
  static const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<uintptr_t>(data);
  const uintptr_t first = RoundUp(begin, page);
  const uintptr_t last = (begin + bytes) / page * page;
  if (last <= first) return;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): rounded addresses
  (void)::madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

}  // namespace

StatusOr<FileBytes> MapFile(const std::string& path) {
  // O_NONBLOCK keeps a FIFO from holding us up before it can be refused.
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) return ReadError("can't be opened");
  return MapDescriptor(fd.get());
}

StatusOr<FileBytes> MapDescriptor(int fd) {
  CAMGLASS_ASSIGN_OR_RETURN(const size_t size, SizeOf(fd));
  void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (memory == MAP_FAILED) return ReadError("can't be mapped");
  FileBytes file;
  file.bytes = {static_cast<const std::byte*>(memory), size};
  file.release = &ReleasePages;
  file.owner = std::shared_ptr<const void>(
      memory, [memory, size](const void*) { ::munmap(memory, size); });
  return file;
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

FileBytes FromVector(std::vector<std::byte> bytes) {
  auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  return {{owner->data(), owner->size()}, owner, nullptr};
}

}  // namespace camglass
