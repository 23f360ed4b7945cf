#include "camapp/page/access_token.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "camapp/page/limits.h"
#include "engine/base/descriptor.h"

namespace camglass {
namespace {

constexpr char kHowToMake[] =
    "; make one with (umask 077; openssl rand -hex 16 > FILE)";

// What the path names now may be another file than what was opened.
Status CheckOwner(int fd) {
  struct stat info {};
  if (fstat(fd, &info) != 0) return IoError(std::strerror(errno));
  if (!S_ISREG(info.st_mode)) return InvalidInput("is not a plain file");
  if (info.st_uid != geteuid() && info.st_uid != 0)
    return PermissionDenied(
        "belongs to another user, who knows the token; make your own");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return PermissionDenied(
        "others can read or change it, so its token is not a secret; make a "
        "new one with (umask 077; openssl rand -hex 16 > FILE), or, where "
        "nobody has read it, chmod 600 it");
  return Status();
}

bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || (c != '\0' && std::strchr("-._~", c));
}

StatusOr<std::string> ReadLine(int fd) {
  std::string text(limits::kMaxTokenSize + 2, '\0');
  size_t size = 0;
  ssize_t count = 1;
  while (count > 0 && size < text.size()) {
    count = read(fd, text.data() + size, text.size() - size);
    if (count < 0) return IoError(std::strerror(errno));
    size += static_cast<size_t>(count);
  }
  text.resize(size);
  if (!text.empty() && text.back() == '\n') text.pop_back();
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return text;
}

StatusOr<std::string> ReadToken(int fd) {
  CAMGLASS_RETURN_IF_ERROR(CheckOwner(fd));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string token, ReadLine(fd));
  const bool good = token.size() >= limits::kMinTokenSize &&
                    token.size() <= limits::kMaxTokenSize &&
                    std::all_of(token.begin(), token.end(), IsTokenCharacter);
  if (good) return token;
  return InvalidInput("wants one line of " +
                      std::to_string(limits::kMinTokenSize) + " to " +
                      std::to_string(limits::kMaxTokenSize) +
                      " letters, digits or -._~" + kHowToMake);
}

}  // namespace

StatusOr<std::string> NewAccessToken() {
  std::array<uint8_t, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) !=
      static_cast<ssize_t>(bytes.size()))
    return IoError("the system gives no random numbers for the page's token");
  constexpr char kDigits[] = "0123456789abcdef";
  std::string token;
  for (const uint8_t byte : bytes) {
    token += kDigits[byte >> 4];
    token += kDigits[byte & 15];
  }
  return token;
}

bool TokensMatch(std::string_view expected, std::string_view given) {
  if (expected.empty() || expected.size() != given.size()) return false;
  // volatile: no early way out may be compiled in.
  volatile unsigned differences = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto a = static_cast<unsigned char>(expected[i]);
    const auto b = static_cast<unsigned char>(given[i]);
    differences = differences | static_cast<unsigned>(a ^ b);
  }
  return differences == 0;
}

StatusOr<std::string> ReadTokenFile(const std::string& path) {
  const std::string where = "--token-file " + path;
  // A FIFO that nobody opens must not hold the program.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) {
    const std::string why = std::strerror(errno);
    return errno == ENOENT ? NotFound(where + ": " + why + kHowToMake)
                           : IoError(where + ": " + why);
  }
  auto token = ReadToken(file.get());
  if (!token.ok()) return token.status().WithContext(where);
  return token;
}

}  // namespace camglass
