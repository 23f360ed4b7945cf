#include "tests/guest/usb_camera/usbip.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace camglass::usb_camera {
namespace {

constexpr size_t kHeaderBytes = 48;
constexpr size_t kPacketBytes = 16;
constexpr uint32_t kSubmit = 1;
constexpr uint32_t kUnlink = 2;
constexpr uint32_t kSubmitted = 3;
constexpr uint32_t kUnlinked = 4;
constexpr uint32_t kNoPackets = 0xFFFFFFFF;
constexpr int kHighSpeed = 3;
constexpr char kAttach[] = "/sys/devices/platform/vhci_hcd.0/attach";

// USB/IP's numbers are big-endian.
uint32_t Get(const uint8_t* bytes) {
  return uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 |
         uint32_t{bytes[2]} << 8 | bytes[3];
}

void Put(uint8_t* bytes, uint32_t v) {
  for (int i = 0; i < 4; ++i)
    bytes[i] = static_cast<uint8_t>(v >> (24 - 8 * i));
}

[[noreturn]] void Die(const char* what) {
  std::perror(what);
  std::exit(1);
}

std::vector<IsoPacket> PacketsOf(const Bytes& bytes) {
  std::vector<IsoPacket> packets;
  for (size_t at = 0; at + kPacketBytes <= bytes.size(); at += kPacketBytes)
    packets.push_back({Get(&bytes[at]), Get(&bytes[at + 4]), 0, 0});
  return packets;
}

}  // namespace

UsbConnection::UsbConnection(int port) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) Die("socketpair");
  // A whole frame fits, so that neither side waits for the other.
  const int space = 4 << 20;
  for (const int end : ends)
    setsockopt(end, SOL_SOCKET, SO_SNDBUFFORCE, &space, sizeof(space));
  const int attach = open(kAttach, O_WRONLY);
  if (attach < 0) Die(kAttach);
  const int device = 1 << 16 | (port + 2);
  const std::string text =
      std::to_string(port) + " " + std::to_string(ends[1]) + " " +
      std::to_string(device) + " " + std::to_string(kHighSpeed);
  constexpr int kTries = 200;
  for (int i = 0; write(attach, text.data(), text.size()) < 0; ++i) {
    // The port is still being cleared after an unplug.
    if ((errno != EBUSY && errno != EINVAL) || i == kTries) Die("attach");
    usleep(50'000);
  }
  close(attach);
  close(ends[1]);
  fd_ = ends[0];
}

UsbConnection::~UsbConnection() { close(fd_); }

bool UsbConnection::ReadAll(std::span<uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = read(fd_, bytes.data(), bytes.size());
    if (got <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(got));
  }
  return true;
}

bool UsbConnection::WriteAll(std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(sent));
  }
  return true;
}

std::optional<Request> UsbConnection::Receive() {
  std::array<uint8_t, kHeaderBytes> header;
  if (!ReadAll(header)) return std::nullopt;
  Request request;
  const uint32_t command = Get(&header[0]);
  request.sequence = Get(&header[4]);
  if (command == kUnlink) {
    request.kind = Request::Kind::kUnlink;
    request.victim = Get(&header[20]);
    return request;
  }
  if (command != kSubmit) return std::nullopt;
  request.in = Get(&header[12]) != 0;
  request.endpoint = Get(&header[16]);
  request.length = Get(&header[24]);
  request.start_frame = Get(&header[28]);
  const uint32_t packets = Get(&header[32]);
  std::copy_n(header.begin() + 40, 8, request.setup.begin());
  if (!request.in) {
    request.data.resize(request.length);
    if (!ReadAll(request.data)) return std::nullopt;
  }
  if (packets != 0 && packets != kNoPackets) {
    Bytes bytes(packets * kPacketBytes);
    if (!ReadAll(bytes)) return std::nullopt;
    request.packets = PacketsOf(bytes);
  }
  return request;
}

bool UsbConnection::Reply(const Request& request, int32_t status,
                          uint32_t actual, std::span<const uint8_t> data) {
  const auto errors = static_cast<uint32_t>(
      std::count_if(request.packets.begin(), request.packets.end(),
                    [](const IsoPacket& p) { return p.status != 0; }));
  Bytes reply(kHeaderBytes);
  Put(&reply[0], kSubmitted);
  Put(&reply[4], request.sequence);
  Put(&reply[20], static_cast<uint32_t>(status));
  Put(&reply[24], actual);
  Put(&reply[28], request.start_frame);
  Put(&reply[32], static_cast<uint32_t>(request.packets.size()));
  Put(&reply[36], errors);
  reply.insert(reply.end(), data.begin(), data.end());
  for (const IsoPacket& packet : request.packets) {
    const size_t at = reply.size();
    reply.resize(at + kPacketBytes);
    Put(&reply[at], packet.offset);
    Put(&reply[at + 4], packet.length);
    Put(&reply[at + 8], packet.actual);
    Put(&reply[at + 12], static_cast<uint32_t>(packet.status));
  }
  return WriteAll(reply);
}

bool UsbConnection::ReplyUnlink(const Request& request, bool found) {
  Bytes reply(kHeaderBytes);
  Put(&reply[0], kUnlinked);
  Put(&reply[4], request.sequence);
  Put(&reply[20], static_cast<uint32_t>(found ? -ECONNRESET : 0));
  return WriteAll(reply);
}

}  // namespace camglass::usb_camera
