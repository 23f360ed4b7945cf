#include "tests/page/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr int kPatienceMs = 60'000;

}  // namespace

HttpClient::HttpClient(uint16_t port, int receive_buffer)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  CAMGLASS_CHECK(socket_ >= 0);
  if (receive_buffer > 0) {
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer,
               sizeof(receive_buffer));
  }
  // Without it thousands of clients would use up the ports.
  const linger none = {1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CAMGLASS_CHECK(connect(socket_, reinterpret_cast<const sockaddr*>(&to),
                         sizeof(to)) == 0);
}

HttpClient::~HttpClient() {
  if (socket_ >= 0) close(socket_);
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      received_(std::move(other.received_)) {}

bool HttpClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent =
        send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

void HttpClient::FinishSending() { shutdown(socket_, SHUT_WR); }

bool HttpClient::Receive() {
  pollfd readable = {socket_, POLLIN, 0};
  if (poll(&readable, 1, kPatienceMs) <= 0) return false;
  char bytes[16384];
  const ssize_t size = recv(socket_, bytes, sizeof(bytes), 0);
  if (size <= 0) return false;
  received_.append(bytes, static_cast<size_t>(size));
  return true;
}

std::string HttpClient::ReadUntil(std::string_view text) {
  size_t at = received_.find(text);
  while (at == std::string::npos) {
    if (!Receive()) return std::exchange(received_, "");
    at = received_.find(text);
  }
  return Read(at + text.size());
}

std::string HttpClient::ReadToEnd() {
  while (Receive()) {
  }
  return std::exchange(received_, "");
}

std::string HttpClient::Read(size_t size) {
  while (received_.size() < size && Receive()) {
  }
  std::string taken = received_.substr(0, size);
  received_.erase(0, taken.size());
  return taken;
}

int StatusOfAnswer(const std::string& answer) {
  constexpr std::string_view kStart = "HTTP/1.1 ";
  if (answer.rfind(kStart, 0) != 0) return 0;
  return std::atoi(answer.c_str() + kStart.size());
}

std::string FieldOfAnswer(const std::string& answer, const std::string& name) {
  const size_t at = answer.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const size_t start = at + name.size() + 4;
  return answer.substr(start, answer.find("\r\n", start) - start);
}

}  // namespace camglass
