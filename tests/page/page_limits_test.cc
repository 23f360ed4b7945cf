// What many clients, or bad ones, can't do to a page server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/page/http_client.h"
#include "tests/page/page_server_fixture.h"

namespace camglass {
namespace {

using testing::HasSubstr;

// The head's size is counted to its empty line, whatever it is made of.
TEST_F(PageServerTest, LimitsTheHeadToTheByte) {
  Start();
  for (const size_t beyond : {0, 1}) {
    std::string head = Signed("GET", "/state.json") + "Connection: close\r\n";
    const size_t size = limits::kMaxRequestHead + beyond;
    const std::string field = "X: ";
    head += field + std::string(size - head.size() - field.size() - 4, 'x') +
            "\r\n\r\n";
    ASSERT_EQ(head.size(), size);
    HttpClient client(port());
    client.Send(head);
    EXPECT_EQ(StatusOfAnswer(client.ReadToEnd()), beyond == 0 ? 200 : 431);
  }
}

TEST_F(PageServerTest, EndsAHeadWithoutEnd) {
  Start();
  HttpClient client(port());
  const std::string line(1000, 'x');
  std::string sent = "GET / HTTP/1.1\r\nX: ";
  bool open = client.Send(sent);
  size_t bytes = sent.size();
  // Far less than this fits into the connection's memory and the sockets.
  constexpr size_t kMost = 64 << 20;
  for (; open && bytes < kMost; bytes += line.size()) open = client.Send(line);
  EXPECT_LT(bytes, kMost);
}

TEST_F(PageServerTest, RefusesMoreStreamsThanItCanSend) {
  Start({.max_watchers = 2});
  std::vector<HttpClient> watching;
  for (int i = 0; i < 2; ++i) {
    watching.emplace_back(port());
    watching.back().Send(Signed("GET", "/stream.mjpg") + "\r\n");
    EXPECT_EQ(StatusOfAnswer(watching.back().ReadUntil("\r\n\r\n")), 200);
  }
  const std::string refused = Ask(Signed("GET", "/stream.mjpg"));
  EXPECT_EQ(StatusOfAnswer(refused), 503);
  EXPECT_EQ(FieldOfAnswer(refused, "Retry-After"), "5");
  EXPECT_EQ(StatusOfAnswer(Ask(Signed("GET", "/snapshot.jpg"))), 503);
  EXPECT_EQ(StatusOfAnswer(Ask(Signed("GET", "/state.json"))), 200);
}

TEST_F(PageServerTest, RefusesMoreConnectionsThanItCanHold) {
  Start({.max_connections = 3});
  std::vector<HttpClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(port());
    clients.back().Send(Signed("GET", "/state.json") + "\r\n");
    EXPECT_EQ(StatusOfAnswer(clients.back().ReadUntil("}")), 200);
  }
  EXPECT_EQ(StatusOfAnswer(Ask(Signed("GET", "/state.json"))), 503);
  clients.pop_back();
  int status = 503;  // until the server has seen that one is gone
  while (status == 503)
    status = StatusOfAnswer(Ask(Signed("GET", "/state.json")));
  EXPECT_EQ(status, 200);
}

// Not even from the owner's own machine, and without any of them running out of
// time.
TEST_F(PageServerTest, StrangersDoNotLockTheOwnerOut) {
  Start({.max_seconds = 3600});
  HttpClient owner(port());
  owner.Send(Signed("GET", "/state.json") + "\r\n");
  EXPECT_EQ(StatusOfAnswer(owner.ReadUntil("}")), 200);
  std::vector<HttpClient> strangers;
  for (int i = 0; i < 300; ++i) {
    strangers.emplace_back(port());
    if (i % 3 == 1) strangers.back().Send("GET / HTTP/1.1\r\nX: ");
    if (i % 3 == 2) strangers.back().Send(Head("GET", "/") + "\r\n");
  }
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(StatusOfAnswer(Ask(Signed("GET", "/state.json"))), 200);
  owner.Send(Signed("GET", "/state.json") + "\r\n");
  EXPECT_EQ(StatusOfAnswer(owner.ReadUntil("}")), 200);
}

// A head that comes a byte at a time is cut off, and others are served.
TEST_F(PageServerTest, EndsASlowLoris) {
  Start({.max_seconds = 0.3});
  HttpClient loris(port());
  const std::string head = Signed("GET", "/state.json");
  size_t sent = 0;
  while (loris.Send(std::string(1, sent < head.size() ? head[sent] : 'x'))) {
    ++sent;
    if (sent % 10 == 0) {
      EXPECT_EQ(StatusOfAnswer(Ask(Signed("GET", "/state.json"))), 200);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(loris.ReadToEnd(), "");
}

TEST_F(PageServerTest, EndsAnIdleConnection) {
  Start({.max_seconds = 0.2});
  HttpClient half(port());
  half.Send("GET / HTTP/1.1\r\nHo");
  half.FinishSending();
  EXPECT_EQ(half.ReadToEnd(), "");
  HttpClient silent(port());
  EXPECT_EQ(silent.ReadToEnd(), "");
  HttpClient once(port());
  once.Send(Signed("GET", "/state.json") + "\r\n");
  EXPECT_EQ(StatusOfAnswer(once.ReadToEnd()), 200);
}

// Readers that stop reading lose their stream; one that reads keeps it.
TEST_F(PageServerTest, DropsReadersThatStall) {
  Start({.max_seconds = 0.5});
  Giver giver(server_.get());
  HttpClient good(port());
  good.Send(Signed("GET", "/stream.mjpg") + "\r\n");
  std::vector<HttpClient> stalled;
  for (int i = 0; i < 10; ++i) {
    stalled.emplace_back(port(), 2048);
    stalled.back().Send(Signed("GET", "/stream.mjpg") + "\r\n");
  }
  for (HttpClient& client : stalled) {
    while (client.Send("x")) {
      EXPECT_THAT(good.ReadUntil("--camglass-picture"),
                  HasSubstr("--camglass-picture"));
    }
  }
  EXPECT_THAT(good.ReadUntil("--camglass-picture"),
              HasSubstr("--camglass-picture"));
}

}  // namespace
}  // namespace camglass
