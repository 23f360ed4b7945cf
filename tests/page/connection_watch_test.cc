#include "camapp/page/connection_watch.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <list>
#include <string>

#include "camapp/page/limits.h"

namespace camglass {
namespace {

constexpr double kLong = 3600;

ClientAddress ClientOfText(const std::string& text) {
  if (text.find(':') == std::string::npos) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    EXPECT_EQ(inet_pton(AF_INET, text.c_str(), &v4.sin_addr), 1);
    return ClientOf(reinterpret_cast<const sockaddr*>(&v4));
  }
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1);
  return ClientOf(reinterpret_cast<const sockaddr*>(&v6));
}

// A connection of which this side sees whether it was shut down.
class Connection {
 public:
  Connection(ConnectionWatch* watch, const std::string& client)
      : watch_(watch) {
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_), 0);
    entry = watch->Open(ends_[0], ClientOfText(client));
  }
  ~Connection() {
    watch_->Close(entry);
    close(ends_[0]);
    close(ends_[1]);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool is_shut() const {
    char byte = 0;
    return recv(ends_[1], &byte, 1, 0) == 0;
  }

  ConnectionWatch::Entry* entry;

 private:
  ConnectionWatch* watch_;
  int ends_[2] = {-1, -1};
};

TEST(ClientOf, TellsClientsApart) {
  EXPECT_EQ(ClientOfText("10.0.0.1"), ClientOfText("10.0.0.1"));
  EXPECT_NE(ClientOfText("10.0.0.1"), ClientOfText("10.0.0.2"));
  EXPECT_EQ(ClientOfText("10.0.0.1"), ClientOfText("::ffff:10.0.0.1"));
  EXPECT_EQ(ClientOfText("2001:db8:0:1::1"), ClientOfText("2001:db8:0:1::2"));
  EXPECT_NE(ClientOfText("2001:db8:0:1::1"), ClientOfText("2001:db8:0:2::1"));
}

TEST(ConnectionWatch, ShutsTheOldestOfAClientThatHasTooMany) {
  ConnectionWatch watch(kLong, [] {});
  std::list<Connection> all;
  for (unsigned i = 0; i < limits::kMaxStrangersOfOneClient; ++i)
    all.emplace_back(&watch, "10.0.0.1");
  for (const Connection& each : all) EXPECT_FALSE(each.is_shut());
  all.emplace_back(&watch, "10.0.0.1");
  EXPECT_TRUE(all.front().is_shut());
  for (auto each = std::next(all.begin()); each != all.end(); ++each)
    EXPECT_FALSE(each->is_shut());
}

TEST(ConnectionWatch, SparesOthersWhereOneClientHasMost) {
  ConnectionWatch watch(kLong, [] {});
  std::list<Connection> all;
  for (int i = 0; i < 3; ++i) all.emplace_back(&watch, "10.0.0.9");
  for (int i = 0; i < 300; ++i)
    all.emplace_back(&watch, i % 2 == 0 ? "10.0.0.1" : "10.0.0.2");
  int open = 0;
  for (const Connection& each : all) open += each.is_shut() ? 0 : 1;
  EXPECT_EQ(open, static_cast<int>(limits::kMaxStrangers));
  auto each = all.begin();
  for (int i = 0; i < 3; ++i, ++each) EXPECT_FALSE(each->is_shut());
}

TEST(ConnectionWatch, SparesThoseThatWereLetIn) {
  ConnectionWatch watch(kLong, [] {});
  std::list<Connection> owners;
  for (int i = 0; i < 50; ++i) {
    owners.emplace_back(&watch, "10.0.0.1");
    watch.LetIn(owners.back().entry);
  }
  EXPECT_EQ(watch.let_in(), 50u);
  std::list<Connection> strangers;
  for (int i = 0; i < 300; ++i) strangers.emplace_back(&watch, "10.0.0.1");
  for (const Connection& each : owners) EXPECT_FALSE(each.is_shut());
  EXPECT_FALSE(strangers.back().is_shut());
}

}  // namespace
}  // namespace camglass
