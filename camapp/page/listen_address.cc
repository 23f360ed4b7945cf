#include "camapp/page/listen_address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace camglass {
namespace {

constexpr uint16_t kHttpPort = 80;
constexpr int kBacklog = 64;

// A port has one spelling: 8080 is not 08080.
std::optional<uint16_t> ParsePort(std::string_view text) {
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return port;
}

// "HOST:PORT" in its two parts; where there is no port, none.
struct Authority {
  std::string_view host;
  std::string_view port;
  bool has_port = false;
};

Authority Split(std::string_view text) {
  const size_t bracket = text.rfind(']');
  const size_t colon = text.rfind(':');
  const bool has_port = colon != std::string_view::npos &&
                        (bracket == std::string_view::npos || colon > bracket);
  if (!has_port) return {text, {}, false};
  return {text.substr(0, colon), text.substr(colon + 1), true};
}

bool IsLocalhost(std::string_view host) {
  constexpr std::string_view kName = "localhost";
  return host.size() == kName.size() &&
         strncasecmp(host.data(), kName.data(), kName.size()) == 0;
}

// The address in the system's own spelling, without brackets; empty where the
// text is not a numeric address.
std::string Numeric(std::string_view text) {
  const bool v6 = text.size() > 2 && text.front() == '[' && text.back() == ']';
  const std::string bare(v6 ? text.substr(1, text.size() - 2) : text);
  in6_addr bytes{};
  char spelled[INET6_ADDRSTRLEN];
  const int family = v6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, bare.c_str(), &bytes) != 1) return "";
  // A NUL within would have ended the text early.
  if (bare.find('\0') != std::string::npos) return "";
  return inet_ntop(family, &bytes, spelled, sizeof(spelled));
}

socklen_t SocketAddress(const ListenAddress& address, sockaddr_storage* to) {
  *to = {};
  if (address.is_ipv6()) {
    auto* v6 = reinterpret_cast<sockaddr_in6*>(to);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(address.port);
    inet_pton(AF_INET6, address.host.c_str(), &v6->sin6_addr);
    return sizeof(*v6);
  }
  auto* v4 = reinterpret_cast<sockaddr_in*>(to);
  v4->sin_family = AF_INET;
  v4->sin_port = htons(address.port);
  inet_pton(AF_INET, address.host.c_str(), &v4->sin_addr);
  return sizeof(*v4);
}

uint16_t PortOf(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof(bound);
  getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size);
  // Both kinds have the port in the same place.
  return ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
}

// -1, with errno, where the system refuses.
int Bind(const ListenAddress& address) {
  const int fd = socket(address.is_ipv6() ? AF_INET6 : AF_INET,
                        SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  const int on = 1;
  // Otherwise a restart would have to wait for old connections to be forgotten.
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_storage at{};
  const socklen_t size = SocketAddress(address, &at);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&at), size) == 0 &&
      listen(fd, kBacklog) == 0)
    return fd;
  const int saved = errno;
  close(fd);
  errno = saved;
  return -1;
}

}  // namespace

bool ListenAddress::is_loopback() const {
  return host == "::1" || (!is_ipv6() && host.rfind("127.", 0) == 0);
}

bool ListenAddress::is_any() const { return host == "0.0.0.0" || host == "::"; }

StatusOr<ListenAddress> ParseListenAddress(const std::string& text) {
  ListenAddress address;
  if (text.empty()) return address;
  const Authority parts = Split(text);
  std::string_view host = parts.host;
  std::string_view port = parts.port;
  const bool port_alone = !parts.has_port && ParsePort(text).has_value();
  if (port_alone) {
    host = {};
    port = text;
  }
  if (!host.empty() && !IsLocalhost(host)) address.host = Numeric(host);
  if (parts.has_port || port_alone) {
    const auto number = ParsePort(port);
    if (!number.has_value()) address.host.clear();
    address.port = number.value_or(0);
    address.port_is_open = false;
  }
  if (address.host.empty())
    return UsageError("--serve " + text +
                      ": write ADDRESS:PORT with a numeric address, e.g. "
                      "127.0.0.1:8080 or [::1]:8080");
  return address;
}

std::string AuthorityOf(const ListenAddress& address) {
  const std::string host =
      address.is_ipv6() ? "[" + address.host + "]" : address.host;
  return host + ":" + std::to_string(address.port);
}

std::string AuthorityForBrowser(const ListenAddress& address) {
  ListenAddress reachable = address;
  ifaddrs* all = nullptr;
  if (!address.is_any() || getifaddrs(&all) != 0) return AuthorityOf(address);
  const auto end = [](const ifaddrs* each) {
    return each == nullptr ||
           (each->ifa_addr != nullptr && each->ifa_addr->sa_family == AF_INET &&
            (each->ifa_flags & IFF_UP) != 0 &&
            (each->ifa_flags & IFF_LOOPBACK) == 0);
  };
  const ifaddrs* found = all;
  while (!end(found)) found = found->ifa_next;
  char spelled[INET_ADDRSTRLEN] = "127.0.0.1";
  if (found != nullptr) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(found->ifa_addr);
    inet_ntop(AF_INET, &v4->sin_addr, spelled, sizeof(spelled));
  }
  freeifaddrs(all);
  reachable.host = spelled;
  return AuthorityOf(reachable);
}

bool HostIsOurs(const ListenAddress& address, std::string_view host) {
  const Authority parts = Split(host);
  const uint16_t port =
      parts.has_port ? ParsePort(parts.port).value_or(0) : kHttpPort;
  if (port != address.port || port == 0) return false;
  if (IsLocalhost(parts.host)) return address.is_loopback() || address.is_any();
  const std::string numeric = Numeric(parts.host);
  if (numeric.empty()) return false;
  return address.is_any() || numeric == address.host;
}

StatusOr<int> Listen(ListenAddress* address) {
  int fd = Bind(*address);
  if (fd < 0 && errno == EADDRINUSE && address->port_is_open) {
    address->port = 0;
    fd = Bind(*address);
  }
  if (fd < 0) {
    return IoError("--serve " + AuthorityOf(*address) + ": " +
                   std::strerror(errno) +
                   "; name another address or port, or leave the port out");
  }
  address->port = PortOf(fd);
  return fd;
}

}  // namespace camglass
