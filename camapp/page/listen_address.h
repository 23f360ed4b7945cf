// Where the page listens, and which names it goes by.
#ifndef CAMGLASS_CAMAPP_PAGE_LISTEN_ADDRESS_H_
#define CAMGLASS_CAMAPP_PAGE_LISTEN_ADDRESS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/status.h"

namespace camglass {

inline constexpr uint16_t kDefaultPort = 8080;

struct ListenAddress {
  std::string host = "127.0.0.1";  // a numeric address; IPv6 without brackets
  uint16_t port = kDefaultPort;    // 0: any free one
  // Nobody asked for this very port, so another will do if it is taken.
  bool port_is_open = true;

  bool is_ipv6() const { return host.find(':') != std::string::npos; }
  bool is_loopback() const;
  bool is_any() const;  // every address of the machine
};

// "ADDR:PORT", "ADDR" or "PORT"; empty: the default. ADDR: an IPv4 address,
// an IPv6 address in brackets, or localhost. Fails with kUsage.
StatusOr<ListenAddress> ParseListenAddress(const std::string& text);

// "127.0.0.1:8080", "[::1]:8080": as in a URL.
std::string AuthorityOf(const ListenAddress& address);

// What to type into a browser: as AuthorityOf, but for is_any() the first of
// this machine's addresses that others can reach.
std::string AuthorityForBrowser(const ListenAddress& address);

// Whether a request's Host header names this server. A name that was made to
// point here (DNS rebinding) never does: only the address itself, and localhost
// where that is the same; for is_any(), every numeric address. The port must be
// ours, or absent where it is 80.
bool HostIsOurs(const ListenAddress& address, std::string_view host);

// A listening socket; *address gets its port. Fails where the system refuses.
StatusOr<int> Listen(ListenAddress* address);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_LISTEN_ADDRESS_H_
