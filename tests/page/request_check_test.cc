#include "camapp/page/request_check.h"

#include <gtest/gtest.h>

#include <string>

#include "camapp/page/access_token.h"
#include "camapp/page/limits.h"

namespace camglass {
namespace {

const char kToken[] = "00112233445566778899aabbccddeeff";

AccessPolicy Policy() {
  AccessPolicy policy;
  policy.token = kToken;
  return policy;
}

RequestHead Get(std::string_view path) {
  RequestHead head;
  head.method = "GET";
  head.path = path;
  head.fields = {{"Host", "127.0.0.1:8080"}};
  return head;
}

RequestHead WithCookie(RequestHead head) {
  static const std::string cookie = std::string("camglass_8080=") + kToken;
  head.fields.push_back({"Cookie", cookie});
  return head;
}

RequestHead Post() {
  RequestHead head = WithCookie(Get("/command"));
  head.method = "POST";
  head.fields.push_back({"Origin", "http://127.0.0.1:8080"});
  return head;
}

HttpStatus StatusFor(const RequestHead& head,
                     const AccessPolicy& policy = Policy()) {
  return CheckRequest(head, policy).status;
}

// The head with another value for a field that it has.
RequestHead Changed(RequestHead head, std::string_view name,
                    std::string_view value) {
  for (RequestField& field : head.fields)
    if (field.name == name) field.value = value;
  return head;
}

TEST(AccessToken, IsNewEachTimeAndHas128Bits) {
  const auto first = NewAccessToken();
  const auto second = NewAccessToken();
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->size(), 32u);
  EXPECT_EQ(first->find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(*first, *second);
}

TEST(AccessToken, MatchesOnlyItself) {
  EXPECT_TRUE(TokensMatch("abc", "abc"));
  EXPECT_FALSE(TokensMatch("abc", "abd"));
  EXPECT_FALSE(TokensMatch("abc", "xbc"));
  EXPECT_FALSE(TokensMatch("abc", "ab"));
  EXPECT_FALSE(TokensMatch("abc", "abcd"));
  EXPECT_FALSE(TokensMatch("abc", ""));
  EXPECT_FALSE(TokensMatch("", ""));
}

TEST(CheckRequest, GivesEveryPathItsRoute) {
  const std::pair<const char*, Route> paths[] = {
      {"/", Route::kPage},
      {"/page.css", Route::kStyle},
      {"/page.js", Route::kScript},
      {"/icon.svg", Route::kIcon},
      {"/state.json", Route::kState},
      {"/stream.mjpg", Route::kStream},
      {"/frame.jpg", Route::kFrame},
      {"/snapshot.jpg", Route::kSnapshot}};
  for (const auto& [path, route] : paths) {
    const Verdict verdict = CheckRequest(WithCookie(Get(path)), Policy());
    EXPECT_EQ(verdict.status, HttpStatus::kOk) << path;
    EXPECT_EQ(verdict.route, route) << path;
    EXPECT_EQ(StatusFor(Get(path)), HttpStatus::kUnauthorized) << path;
  }
  EXPECT_EQ(CheckRequest(Post(), Policy()).route, Route::kCommand);
  EXPECT_EQ(StatusFor(Post()), HttpStatus::kOk);
  EXPECT_EQ(StatusFor(WithCookie(Get("/etc/passwd"))), HttpStatus::kNotFound);
}

TEST(CheckRequest, TellsStrangersNothingAboutPaths) {
  EXPECT_EQ(StatusFor(Get("/nothing")), HttpStatus::kUnauthorized);
}

TEST(CheckRequest, TakesTheTokenOutOfTheAddress) {
  RequestHead head = Get("/");
  head.token = kToken;
  EXPECT_EQ(StatusFor(head), HttpStatus::kSeeOther);
  EXPECT_EQ(StatusFor(WithCookie(head)), HttpStatus::kSeeOther);
  head.token = "00112233445566778899aabbccddeefe";
  EXPECT_EQ(StatusFor(head), HttpStatus::kUnauthorized);
  head = Get("/stream.mjpg");  // for players, which keep no cookies
  head.token = kToken;
  EXPECT_EQ(StatusFor(head), HttpStatus::kOk);
}

TEST(CheckRequest, FindsTheTokenAmongOtherCookies) {
  RequestHead head = WithCookie(Get("/"));
  const std::string good = "a=b; camglass_8080=" + std::string(kToken) + " ;c";
  EXPECT_EQ(StatusFor(Changed(head, "Cookie", good)), HttpStatus::kOk);
  for (const char* bad : {"", ";", "=", "camglass_8080", "camglass_8080=",
                          "camglass_8081=00112233445566778899aabbccddeeff",
                          "camglass_8080=00112233445566778899aabbccddeefF",
                          "xcamglass_8080=00112233445566778899aabbccddeeff",
                          "a=camglass_8080=00112233445566778899aabbccddeeff"}) {
    EXPECT_EQ(StatusFor(Changed(head, "Cookie", bad)),
              HttpStatus::kUnauthorized)
        << bad;
  }
}

TEST(CheckRequest, TakesTheTokenFromScripts) {
  RequestHead head = Get("/state.json");
  const std::string bearer = std::string("Bearer ") + kToken;
  head.fields.push_back({"authorization", bearer});
  EXPECT_EQ(StatusFor(head), HttpStatus::kOk);
  for (const char* bad : {"Bearer", "Bearer ", "Bearer 1",
                          "Basic 00112233445566778899aabbccddeeff"}) {
    EXPECT_EQ(StatusFor(Changed(head, "authorization", bad)),
              HttpStatus::kUnauthorized)
        << bad;
  }
}

TEST(CheckRequest, WantsOneHostThatIsOurs) {
  const RequestHead head = WithCookie(Get("/"));
  for (const char* host : {"evil.example:8080", "127.0.0.1", "127.0.0.1:8081",
                           "127.0.0.1.evil.example:8080", "0.0.0.0:8080", "",
                           "[::1]:8080", "127.1:8080", "2130706433:8080"}) {
    EXPECT_EQ(StatusFor(Changed(head, "Host", host)), HttpStatus::kForbidden)
        << host;
  }
  EXPECT_EQ(StatusFor(Changed(head, "Host", "LocalHost:8080")),
            HttpStatus::kOk);
  RequestHead twice = head;
  twice.fields.push_back({"HOST", "127.0.0.1:8080"});
  EXPECT_EQ(StatusFor(twice), HttpStatus::kBadRequest);
  RequestHead none = head;
  none.fields.erase(none.fields.begin());
  EXPECT_EQ(StatusFor(none), HttpStatus::kBadRequest);
}

TEST(CheckRequest, TakesCommandsFromItsOwnPageOnly) {
  for (const char* origin :
       {"http://evil.example", "null", "", "http://", "127.0.0.1:8080",
        "https://127.0.0.1:8080", "http://127.0.0.1:8081",
        "http://127.0.0.1:8080/", "http://localhost:8080"}) {
    EXPECT_EQ(StatusFor(Changed(Post(), "Origin", origin)),
              HttpStatus::kForbidden)
        << origin;
  }
  RequestHead none = Post();
  none.fields.pop_back();
  EXPECT_EQ(StatusFor(none), HttpStatus::kForbidden);
  RequestHead twice = Post();
  twice.fields.push_back(twice.fields.back());
  EXPECT_EQ(StatusFor(twice), HttpStatus::kForbidden);
}

TEST(CheckRequest, TakesNoCommandFromAnAddress) {
  RequestHead head = Get("/command");
  head.method = "POST";
  head.fields.push_back({"Origin", "http://127.0.0.1:8080"});
  head.token = kToken;
  EXPECT_EQ(StatusFor(head), HttpStatus::kUnauthorized);
}

// RFC 9110: 9.1 wants HEAD wherever GET is; 15.5.6 wants Allow with each 405.
TEST(CheckRequest, KnowsTheMethodsOfEachPath) {
  for (const char* method : {"GET", "HEAD", "PUT", "OPTIONS", "post", ""}) {
    RequestHead head = Post();
    head.method = method;
    EXPECT_EQ(StatusFor(head), HttpStatus::kMethodNotAllowed) << method;
  }
  for (const char* method : {"POST", "OPTIONS", "DELETE", "get", "HEADS"}) {
    RequestHead head = WithCookie(Get("/state.json"));
    head.method = method;
    EXPECT_EQ(StatusFor(head), HttpStatus::kMethodNotAllowed) << method;
  }
  for (const char* path : {"/", "/state.json", "/stream.mjpg", "/frame.jpg"}) {
    RequestHead head = WithCookie(Get(path));
    head.method = "HEAD";
    EXPECT_EQ(StatusFor(head), HttpStatus::kOk) << path;
    EXPECT_STREQ(MethodsOf(CheckRequest(head, Policy()).route), "GET, HEAD");
  }
  EXPECT_STREQ(MethodsOf(Route::kCommand), "POST");
}

TEST(CheckRequest, TakesNoBody) {
  RequestHead head = Post();
  head.fields.push_back({"Content-Length", "0"});
  EXPECT_EQ(StatusFor(head), HttpStatus::kOk);
  for (const char* length : {"1", "-1", "00", "", "18446744073709551616"})
    EXPECT_EQ(StatusFor(Changed(head, "Content-Length", length)),
              HttpStatus::kContentTooLarge)
        << length;
  head = Post();
  head.fields.push_back({"transfer-encoding", "chunked"});
  EXPECT_EQ(StatusFor(head), HttpStatus::kContentTooLarge);
}

TEST(CheckRequest, LimitsTheHead) {
  RequestHead head = WithCookie(Get("/"));
  head.bytes = limits::kMaxRequestHead;
  head.fields.resize(limits::kMaxRequestFields, {"X", "y"});
  EXPECT_EQ(StatusFor(head), HttpStatus::kOk);
  ++head.bytes;
  EXPECT_EQ(StatusFor(head), HttpStatus::kHeadTooLarge);
  --head.bytes;
  head.fields.push_back({"X", "y"});
  EXPECT_EQ(StatusFor(head), HttpStatus::kHeadTooLarge);
}

TEST(CheckRequest, WithoutATokenStillChecksHostAndOrigin) {
  AccessPolicy open = Policy();
  open.token.clear();
  EXPECT_EQ(StatusFor(Get("/"), open), HttpStatus::kOk);
  EXPECT_EQ(StatusFor(Post(), open), HttpStatus::kOk);
  EXPECT_EQ(StatusFor(Changed(Get("/"), "Host", "evil.example:8080"), open),
            HttpStatus::kForbidden);
  EXPECT_EQ(StatusFor(Changed(Post(), "Origin", "http://evil.example"), open),
            HttpStatus::kForbidden);
}

TEST(TokenCookie, IsHiddenFromScriptsAndOtherSites) {
  EXPECT_EQ(TokenCookie(Policy()),
            "camglass_8080=00112233445566778899aabbccddeeff; Path=/; HttpOnly; "
            "SameSite=Strict");
}

TEST(TokenCookie, LastsWhereTheTokenDoes) {
  AccessPolicy policy = Policy();
  policy.is_lasting = true;
  EXPECT_EQ(TokenCookie(policy),
            "camglass_8080=00112233445566778899aabbccddeeff; Path=/; HttpOnly; "
            "SameSite=Strict; Max-Age=2592000");
}

}  // namespace
}  // namespace camglass
