// Who is let in, and what requests are answered.
#include "camapp/page/page_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/page/http_client.h"
#include "tests/page/page_server_fixture.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(PageServerTest, SignsInAndForgetsTheAddress) {
  Start();
  EXPECT_EQ(server_->url(), "http://" + host_ + "/?token=" + server_->token());
  const std::string first = Ask(Head("GET", "/?token=" + server_->token()));
  EXPECT_EQ(StatusOfAnswer(first), 303);
  EXPECT_EQ(FieldOfAnswer(first, "Location"), "/");
  const std::string cookie = FieldOfAnswer(first, "Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("; HttpOnly; SameSite=Strict"));
  const std::string page =
      Ask(Head("GET", "/") + "Cookie: " + cookie.substr(0, cookie.find(';')) +
          "\r\n");
  EXPECT_EQ(StatusOfAnswer(page), 200);
  EXPECT_THAT(page, HasSubstr("<p>the page</p>"));
}

TEST_F(PageServerTest, RefusesWithoutTheTokenAndSaysWhatToDo) {
  Start();
  for (const char* target : {"/", "/?token=1", "/stream.mjpg", "/state.json"}) {
    const std::string answer = Ask(Head("GET", target));
    EXPECT_EQ(StatusOfAnswer(answer), 401) << target;
    EXPECT_THAT(answer, HasSubstr("the address that camapp printed"));
    EXPECT_EQ(answer.find(server_->token()), std::string::npos);
  }
}

TEST_F(PageServerTest, SendsSecurityHeadersWithEveryAnswer) {
  Start();
  for (const std::string& head :
       {Signed("GET", "/"), Signed("GET", "/state.json"),
        Signed("GET", "/nothing"), Head("GET", "/")}) {
    const std::string answer = Ask(head);
    EXPECT_THAT(FieldOfAnswer(answer, "Content-Security-Policy"),
                HasSubstr("default-src 'none'"));
    EXPECT_THAT(FieldOfAnswer(answer, "Content-Security-Policy"),
                HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(FieldOfAnswer(answer, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(FieldOfAnswer(answer, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(FieldOfAnswer(answer, "Cache-Control"), "no-store");
  }
}

TEST_F(PageServerTest, TakesCommands) {
  Start();
  EXPECT_EQ(StatusOfAnswer(Ask(Command("name=freeze"))), 204);
  EXPECT_EQ(StatusOfAnswer(Ask(Command("name=show-class&number=2"))), 204);
  const std::string wrong = Ask(Command("name=wrong"));
  EXPECT_EQ(StatusOfAnswer(wrong), 400);
  EXPECT_THAT(wrong, HasSubstr("there is no such command"));
  for (const char* number : {"-1", "x", "1x", "99999999999999999999"})
    EXPECT_EQ(
        StatusOfAnswer(Ask(Command(std::string("name=pin&number=") + number))),
        400)
        << number;
  EXPECT_THAT(content_.commands(), ElementsAre("freeze", "show-class2"));
}

TEST_F(PageServerTest, TakesNothingFromElsewhere) {
  Start();
  const std::string post = Signed("POST", "/command?name=freeze");
  EXPECT_EQ(StatusOfAnswer(Ask(post)), 403);
  EXPECT_EQ(StatusOfAnswer(Ask(post + "Origin: http://evil.example\r\n")), 403);
  EXPECT_EQ(StatusOfAnswer(Ask(Head("POST", "/command?name=freeze") +
                               "Origin: http://" + host_ + "\r\n")),
            401);
  EXPECT_EQ(StatusOfAnswer(Ask(Signed("GET", "/command?name=freeze"))), 405);
  host_ = "evil.example:" + std::to_string(port());
  EXPECT_EQ(StatusOfAnswer(Ask(Command("name=freeze"))), 403);
  EXPECT_EQ(StatusOfAnswer(Ask(Signed("GET", "/"))), 403);
  EXPECT_THAT(content_.commands(), IsEmpty());
}

TEST_F(PageServerTest, ReadsNoBody) {
  Start();
  EXPECT_EQ(StatusOfAnswer(Ask(Command("name=a") + "Content-Length: 0\r\n")),
            204);
  EXPECT_EQ(
      StatusOfAnswer(Ask(Command("name=b") + "Content-Length: 99999999\r\n")),
      413);
  EXPECT_EQ(
      StatusOfAnswer(Ask(Command("name=c") + "Transfer-Encoding: chunked\r\n")),
      413);
  EXPECT_THAT(content_.commands(), ElementsAre("a"));
}

// RFC 9110, 9.3.2: what GET would say of itself, and no body.
TEST_F(PageServerTest, AnswersHeadAsGetWithoutTheBody) {
  Start();
  for (const char* target : {"/", "/page.js", "/state.json", "/icon.svg"}) {
    const std::string get = Ask(Signed("GET", target));
    const std::string head = Ask(Signed("HEAD", target));
    EXPECT_EQ(StatusOfAnswer(head), 200) << target;
    for (const char* name : {"Content-Type", "Content-Length"})
      EXPECT_EQ(FieldOfAnswer(head, name), FieldOfAnswer(get, name)) << target;
    EXPECT_EQ(head.find("\r\n\r\n") + 4, head.size()) << target;
  }
  const std::pair<const char*, const char*> pictures[] = {
      {"/stream.mjpg", "multipart/x-mixed-replace; boundary=camglass-picture"},
      {"/frame.jpg", "image/jpeg"},
      {"/snapshot.jpg", "image/jpeg"}};
  for (const auto& [target, type] : pictures) {
    const std::string head = Ask(Signed("HEAD", target));
    EXPECT_EQ(StatusOfAnswer(head), 200) << target;
    EXPECT_EQ(FieldOfAnswer(head, "Content-Type"), type);
    EXPECT_EQ(head.find("\r\n\r\n") + 4, head.size()) << target;
  }
  EXPECT_FALSE(server_->is_watched(PictureShape::kWide));
  EXPECT_EQ(StatusOfAnswer(Ask(Head("HEAD", "/"))), 401);
}

TEST_F(PageServerTest, SaysWhichMethodsThereAre) {
  Start();
  const std::string page = Ask(Signed("DELETE", "/"));
  EXPECT_EQ(StatusOfAnswer(page), 405);
  EXPECT_EQ(FieldOfAnswer(page, "Allow"), "GET, HEAD");
  const std::string command = Ask(Signed("GET", "/command?name=freeze"));
  EXPECT_EQ(StatusOfAnswer(command), 405);
  EXPECT_EQ(FieldOfAnswer(command, "Allow"), "POST");
}

TEST_F(PageServerTest, KeepsAConnectionForSeveralRequests) {
  Start();
  HttpClient client(port());
  for (int i = 0; i < 3; ++i) {
    client.Send(Command("name=n") + "\r\n");
    EXPECT_EQ(StatusOfAnswer(client.ReadUntil("\r\n\r\n")), 204);
    client.Send(Signed("GET", "/state.json") + "\r\n");
    EXPECT_EQ(StatusOfAnswer(client.ReadUntil("{\"frame\":7}")), 200);
  }
}

TEST_F(PageServerTest, KeepsATokenThatIsGiven) {
  const std::string token = "my-own_token.of~16";
  for (int i = 0; i < 2; ++i) {
    Start({.token = token});
    EXPECT_EQ(server_->url(), "http://" + host_ + "/?token=" + token);
    const std::string page = Ask(Signed("GET", "/"));
    EXPECT_EQ(StatusOfAnswer(page), 200);
    EXPECT_THAT(FieldOfAnswer(page, "Set-Cookie"),
                HasSubstr(token + "; Path=/; HttpOnly; SameSite=Strict; "
                                  "Max-Age="));
    server_.reset();
  }
}

TEST(PageServer, WithoutATokenServesThisMachineAlone) {
  FakeContent content;
  PageServerOptions options;
  options.ask_token = false;
  options.address.port = 0;
  auto local = PageServer::Start(options, &content);
  ASSERT_TRUE(local.ok());
  EXPECT_EQ((*local)->token(), "");
  EXPECT_EQ((*local)->url().find("token"), std::string::npos);
  options.address.host = "0.0.0.0";
  const auto open = PageServer::Start(options, &content);
  ASSERT_FALSE(open.ok());
  EXPECT_EQ(open.status().code(), StatusCode::kUsage);
  EXPECT_THAT(open.status().message(), HasSubstr("--no-token"));
}

}  // namespace
}  // namespace camglass
