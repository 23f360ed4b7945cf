#include "camapp/page/listen_address.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace camglass {
namespace {

ListenAddress Parsed(const std::string& text) {
  const auto address = ParseListenAddress(text);
  EXPECT_TRUE(address.ok()) << text;
  return address.ok() ? *address : ListenAddress();
}

TEST(ListenAddress, IsLoopbackUnlessTold) {
  for (const char* text : {"", "127.0.0.1", "localhost", "LOCALHOST"}) {
    const ListenAddress address = Parsed(text);
    EXPECT_EQ(AuthorityOf(address), "127.0.0.1:8080") << text;
    EXPECT_TRUE(address.is_loopback()) << text;
    EXPECT_TRUE(address.port_is_open) << text;
  }
}

TEST(ListenAddress, IsReadInAllItsForms) {
  EXPECT_EQ(AuthorityOf(Parsed("9000")), "127.0.0.1:9000");
  EXPECT_EQ(AuthorityOf(Parsed(":9000")), "127.0.0.1:9000");
  EXPECT_EQ(AuthorityOf(Parsed("localhost:0")), "127.0.0.1:0");
  EXPECT_EQ(AuthorityOf(Parsed("192.168.1.5:80")), "192.168.1.5:80");
  EXPECT_EQ(AuthorityOf(Parsed("[::1]:9000")), "[::1]:9000");
  EXPECT_EQ(AuthorityOf(Parsed("[0:0::1]")), "[::1]:8080");
  EXPECT_FALSE(Parsed("9000").port_is_open);
  EXPECT_TRUE(Parsed("[::1]:9000").is_loopback());
  EXPECT_TRUE(Parsed("127.9.9.9:1").is_loopback());
  EXPECT_FALSE(Parsed("192.168.1.5:80").is_loopback());
  EXPECT_FALSE(Parsed("0.0.0.0:80").is_loopback());
  EXPECT_TRUE(Parsed("0.0.0.0:80").is_any());
  EXPECT_TRUE(Parsed("[::]:80").is_any());
}

TEST(ListenAddress, RefusesNamesAndWrongNumbers) {
  for (const char* text :
       {"example.org:80", "1.2.3:80", "127.0.0.1:", "127.0.0.1:65536",
        "127.0.0.1:-1", "127.0.0.1:8 0", "::1", "[::1", "[]:80", "a", "65536",
        "127.0.0.1:80:80", " 127.0.0.1:80", "[::1%lo]:80", "127.0.0.1:08080"}) {
    const auto address = ParseListenAddress(text);
    ASSERT_FALSE(address.ok()) << text;
    EXPECT_EQ(address.status().code(), StatusCode::kUsage) << text;
  }
}

TEST(HostIsOurs, OnEveryAddressNamesButNumbersAreRefused) {
  const ListenAddress any = Parsed("0.0.0.0:8080");
  EXPECT_TRUE(HostIsOurs(any, "192.168.1.5:8080"));
  EXPECT_TRUE(HostIsOurs(any, "[fe80::1]:8080"));
  EXPECT_TRUE(HostIsOurs(any, "localhost:8080"));
  EXPECT_FALSE(HostIsOurs(any, "evil.example:8080"));
  EXPECT_FALSE(HostIsOurs(any, "192.168.1.5"));
  EXPECT_FALSE(HostIsOurs(any, "localhost:08080"));
}

TEST(HostIsOurs, LeavesOutOnlyPort80) {
  const ListenAddress web = Parsed("127.0.0.1:80");
  EXPECT_TRUE(HostIsOurs(web, "127.0.0.1"));
  EXPECT_TRUE(HostIsOurs(web, "localhost"));
  EXPECT_TRUE(HostIsOurs(web, "127.0.0.1:80"));
  EXPECT_FALSE(HostIsOurs(web, "127.0.0.1:"));
  const ListenAddress v6 = Parsed("[::1]:80");
  EXPECT_TRUE(HostIsOurs(v6, "[::1]"));
  EXPECT_TRUE(HostIsOurs(v6, "[0::1]:80"));
  EXPECT_FALSE(HostIsOurs(v6, "::1"));
}

TEST(HostIsOurs, OffLoopbackLocalhostIsSomebodyElse) {
  EXPECT_FALSE(HostIsOurs(Parsed("192.168.1.5:8080"), "localhost:8080"));
}

TEST(Listen, TakesAnotherPortOnlyWhereNoneWasNamed) {
  ListenAddress first = Parsed("127.0.0.1:0");
  const auto taken = Listen(&first);
  ASSERT_TRUE(taken.ok());
  EXPECT_NE(first.port, 0);
  ListenAddress named = first;
  const auto refused = Listen(&named);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.status().message().find(AuthorityOf(first)),
            std::string::npos);
  ListenAddress open = first;
  open.port_is_open = true;
  const auto other = Listen(&open);
  ASSERT_TRUE(other.ok());
  EXPECT_NE(open.port, first.port);
  close(*taken);
  close(*other);
}

}  // namespace
}  // namespace camglass
