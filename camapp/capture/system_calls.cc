#include "camapp/capture/system_calls.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <ctime>
#include <memory>

namespace camglass {
namespace {

// call() until it is not interrupted; its value, or -errno.
template <typename Call>
auto Repeated(Call&& call) -> decltype(call()) {
  for (;;) {
    const auto result = call();
    if (result >= 0) return result;
    if (errno != EINTR) return -errno;
  }
}

bool IsMember(gid_t group) {
  if (getegid() == group) return true;
  std::vector<gid_t> groups(
      static_cast<size_t>(std::max(0, getgroups(0, nullptr))));
  const int count = getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(static_cast<size_t>(std::max(0, count)));
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

class LinuxSystem : public SystemCalls {
 public:
  int Open(const std::string& path, int flags) override {
    return Repeated([&] { return open(path.c_str(), flags | O_CLOEXEC); });
  }
  // Not repeated: after EINTR the descriptor is gone.
  int Close(int fd) override { return close(fd) == 0 ? 0 : -errno; }
  int Ioctl(int fd, unsigned long request, void* argument) override {
    return Repeated([&] { return ioctl(fd, request, argument); });
  }
  int Map(int fd, size_t length, int64_t offset, void** address) override {
    void* mapped =
        mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);
    if (mapped == MAP_FAILED) return -errno;
    *address = mapped;
    return 0;
  }
  int Unmap(void* address, size_t length) override {
    return munmap(address, length) == 0 ? 0 : -errno;
  }
  int Poll(pollfd* fds, size_t count, int timeout_ms) override {
    // An interrupted wait counts as a time-out: the caller looks at its clock.
    const int ready = poll(fds, count, timeout_ms);
    if (ready >= 0) return ready;
    return errno == EINTR ? 0 : -errno;
  }
  int64_t Read(int fd, void* bytes, size_t size) override {
    return Repeated([&] { return read(fd, bytes, size); });
  }

  int WatchFolder(const std::string& path) override;
  int ReadTextFile(const std::string& path, std::string* text) override;
  int ListFolder(const std::string& path,
                 std::vector<std::string>* names) override;
  int RealPath(const std::string& path, std::string* real) override;
  int ReadLink(const std::string& path, std::string* target) override;
  int AccessOf(const std::string& path, FileAccess* access) override;

  int64_t NowNs() override {
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  }
};

int LinuxSystem::WatchFolder(const std::string& path) {
  const int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd < 0) return -errno;
  if (inotify_add_watch(fd, path.c_str(), IN_CREATE | IN_MOVED_TO | IN_ATTRIB) <
      0) {
    const int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int LinuxSystem::ReadTextFile(const std::string& path, std::string* text) {
  const int fd = Open(path, O_RDONLY);
  if (fd < 0) return fd;
  std::array<char, kMaxSystemFileBytes> buffer;
  const int64_t size = Read(fd, buffer.data(), buffer.size());
  close(fd);
  if (size < 0) return static_cast<int>(size);
  text->assign(buffer.data(), static_cast<size_t>(size));
  return 0;
}

int LinuxSystem::ListFolder(const std::string& path,
                            std::vector<std::string>* names) {
  const auto close_folder = [](DIR* open) { closedir(open); };
  const std::unique_ptr<DIR, decltype(close_folder)> folder(
      opendir(path.c_str()), close_folder);
  if (folder == nullptr) return -errno;
  names->clear();
  while (const dirent* entry = readdir(folder.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names->push_back(name);
  }
  return 0;
}

int LinuxSystem::RealPath(const std::string& path, std::string* real) {
  const std::unique_ptr<char, decltype(&std::free)> resolved(
      realpath(path.c_str(), nullptr), std::free);
  if (resolved == nullptr) return -errno;
  *real = resolved.get();
  return 0;
}

int LinuxSystem::ReadLink(const std::string& path, std::string* target) {
  std::array<char, PATH_MAX> buffer;
  const ssize_t size = readlink(path.c_str(), buffer.data(), buffer.size());
  if (size < 0) return -errno;
  target->assign(buffer.data(), static_cast<size_t>(size));
  return 0;
}

int LinuxSystem::AccessOf(const std::string& path, FileAccess* access) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) return -errno;
  ::group entry = {};
  ::group* found = nullptr;
  std::array<char, 4096> buffer;
  getgrgid_r(status.st_gid, &entry, buffer.data(), buffer.size(), &found);
  access->group_number = status.st_gid;
  access->group = found != nullptr ? found->gr_name : "";
  constexpr mode_t kUse = S_IRGRP | S_IWGRP;
  access->group_may = (status.st_mode & kUse) == kUse;
  access->is_member = IsMember(status.st_gid);
  return 0;
}

}  // namespace

SystemCalls& RealSystem() {
  static LinuxSystem system;
  return system;
}

}  // namespace camglass
