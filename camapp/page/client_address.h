// Who is at the other end of a connection, as far as its address tells.
#ifndef CAMGLASS_CAMAPP_PAGE_CLIENT_ADDRESS_H_
#define CAMGLASS_CAMAPP_PAGE_CLIENT_ADDRESS_H_

#include <sys/socket.h>

#include <array>
#include <cstdint>

namespace camglass {

// An IPv4 address, or the first half of an IPv6 one: whoever has one address of
// such a network has all of them.
using ClientAddress = std::array<uint8_t, 8>;

// Zeros where the kind of address is unknown. An IPv4 address is the same
// client whichever way it is written.
ClientAddress ClientOf(const sockaddr* address);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_CLIENT_ADDRESS_H_
