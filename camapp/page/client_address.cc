#include "camapp/page/client_address.h"

#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace camglass {
namespace {

// Where an IPv4 address is written as an IPv6 one.
constexpr size_t kMappedAt = 12;

ClientAddress OfIpv4(const void* bytes) {
  ClientAddress client{};
  std::memcpy(client.data(), bytes, sizeof(in_addr));
  return client;
}

}  // namespace

ClientAddress ClientOf(const sockaddr* address) {
  if (address->sa_family == AF_INET)
    return OfIpv4(&reinterpret_cast<const sockaddr_in*>(address)->sin_addr);
  ClientAddress client{};
  if (address->sa_family != AF_INET6) return client;
  const in6_addr& v6 =
      reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) return OfIpv4(v6.s6_addr + kMappedAt);
  std::copy_n(v6.s6_addr, client.size(), client.begin());
  return client;
}

}  // namespace camglass
