#include "camapp/page/page_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/page/http_client.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FakeContent : public PageContent {
 public:
  std::string Html() override { return "<p>the page</p>"; }
  std::string StateJson() override { return "{\"frame\":7}"; }
  Status TakeCommand(std::string_view name,
                     std::optional<size_t> number) override {
    if (name == "wrong") return UsageError("there is no such command");
    const std::lock_guard lock(mutex_);
    commands_.push_back(std::string(name) +
                        (number.has_value() ? std::to_string(*number) : ""));
    return Status();
  }
  std::vector<std::string> commands() {
    const std::lock_guard lock(mutex_);
    return commands_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> commands_;
};

// Gives pictures to a server while it lives, as a camera would.
class Giver {
 public:
  explicit Giver(PageServer* server)
      : thread_([this, server] {
          Picture picture(32, 48);
          for (uint8_t level = 0; !ending_; ++level) {
            std::fill(picture.rgb.begin(), picture.rgb.end(), level);
            for (const PictureShape shape : kPictureShapes)
              if (server->is_watched(shape)) server->Give(shape, picture);
            ++given_;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
          }
        }) {}
  ~Giver() {
    ending_ = true;
    thread_.join();
  }
  void WaitForMore(uint64_t count) {
    const uint64_t until = given_ + count;
    while (given_ < until) std::this_thread::yield();
  }

 private:
  std::atomic<bool> ending_{false};
  std::atomic<uint64_t> given_{0};
  std::thread thread_;
};

class PageServerTest : public testing::Test {
 protected:
  void Start(PageServerOptions options = {}) {
    options.address.port = 0;
    auto started = PageServer::Start(options, &content_);
    ASSERT_TRUE(started.ok()) << started.status().message();
    server_ = *std::move(started);
    host_ = "127.0.0.1:" + std::to_string(port());
  }

  uint16_t port() const { return server_->address().port; }

  std::string Head(const std::string& method, const std::string& target) {
    return method + " " + target + " HTTP/1.1\r\nHost: " + host_ + "\r\n";
  }
  std::string Signed(const std::string& method, const std::string& target) {
    return Head(method, target) + "Cookie: camglass_" + std::to_string(port()) +
           "=" + server_->token() + "\r\n";
  }
  std::string Command(const std::string& query) {
    return Signed("POST", "/command?" + query) + "Origin: http://" + host_ +
           "\r\n";
  }

  std::string Ask(const std::string& head) {
    HttpClient client(port());
    client.Send(head + "Connection: close\r\n\r\n");
    return client.ReadToEnd();
  }

  FakeContent content_;
  std::unique_ptr<PageServer> server_;
  std::string host_;
};

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

TEST_F(PageServerTest, StreamsToSeveralAndStopsWhenNobodyWatches) {
  Start();
  EXPECT_FALSE(server_->is_watched(PictureShape::kWide));
  {
    Giver giver(server_.get());
    HttpClient a(port());
    HttpClient b(port());
    for (HttpClient* client : {&a, &b}) {
      client->Send(Signed("GET", "/stream.mjpg") + "\r\n");
      const std::string head = client->ReadUntil("\r\n\r\n");
      EXPECT_EQ(FieldOfAnswer(head, "Content-Type"),
                "multipart/x-mixed-replace; boundary=camglass-picture");
      for (int i = 0; i < 5; ++i)
        EXPECT_THAT(client->ReadUntil("--camglass-picture"),
                    HasSubstr("--camglass-picture"));
    }
    EXPECT_TRUE(server_->is_watched(PictureShape::kWide));
  }
  Giver giver(server_.get());  // a write tells that the readers are gone
  while (server_->is_watched(PictureShape::kWide)) std::this_thread::yield();
}

TEST_F(PageServerTest, GivesOnePicture) {
  Start();
  Giver giver(server_.get());
  const std::string answer = Ask(Signed("GET", "/snapshot.jpg"));
  EXPECT_EQ(StatusOfAnswer(answer), 200);
  EXPECT_EQ(FieldOfAnswer(answer, "Content-Disposition"),
            "attachment; filename=\"camglass.jpg\"");
  EXPECT_THAT(answer, HasSubstr("\xFF\xD8\xFF"));
}

// Each answer is the next picture, whole, on one connection.
TEST_F(PageServerTest, GivesOnePictureAfterTheOther) {
  Start();
  Giver giver(server_.get());
  HttpClient client(port());
  uint64_t last = 0;
  for (int i = 0; i < 5; ++i) {
    client.Send(Signed("GET", "/frame.jpg?after=" + std::to_string(last)) +
                "\r\n");
    const std::string head = client.ReadUntil("\r\n\r\n");
    EXPECT_EQ(StatusOfAnswer(head), 200);
    EXPECT_EQ(FieldOfAnswer(head, "Content-Type"), "image/jpeg");
    const uint64_t number =
        std::stoull(FieldOfAnswer(head, "Camglass-Picture"));
    EXPECT_GT(number, last);
    last = number;
    const std::string jpeg =
        client.Read(std::stoul(FieldOfAnswer(head, "Content-Length")));
    EXPECT_EQ(jpeg.substr(0, 2), "\xFF\xD8");
    EXPECT_EQ(jpeg.substr(jpeg.size() - 2), "\xFF\xD9");
  }
}

// As after a restart, when the page still has a number of the last program's.
TEST_F(PageServerTest, GivesThePictureToAPageThatHasSeenMore) {
  Start();
  Giver giver(server_.get());
  const std::string answer = Ask(Signed("GET", "/frame.jpg?after=99999999"));
  EXPECT_EQ(StatusOfAnswer(answer), 200);
}

TEST_F(PageServerTest, LetsNobodyWaitForAPictureForLong) {
  Start({.max_seconds = 0.1});  // not even shorter than it may take
  EXPECT_EQ(StatusOfAnswer(Ask(Signed("GET", "/frame.jpg"))), 204);
  const std::string snapshot = Ask(Signed("GET", "/snapshot.jpg"));
  EXPECT_EQ(StatusOfAnswer(snapshot), 503);
  EXPECT_THAT(snapshot, HasSubstr("There is no picture yet"));
}

TEST_F(PageServerTest, RefusesWhatIsNoNumber) {
  Start();
  for (const char* query : {"after=-1", "width=x", "after=1x", "width=1.5",
                            "after=99999999999999999999"}) {
    const std::string answer =
        Ask(Signed("GET", std::string("/frame.jpg?") + query));
    EXPECT_EQ(StatusOfAnswer(answer), 400) << query;
    EXPECT_THAT(answer, HasSubstr("not a whole number"));
  }
}

TEST_F(PageServerTest, TellsTheShapesApart) {
  Start();
  HttpClient phone(port());
  phone.Send(Signed("GET", "/frame.jpg?width=599") + "\r\n");
  while (!server_->is_watched(PictureShape::kTall)) std::this_thread::yield();
  EXPECT_FALSE(server_->is_watched(PictureShape::kWide));
  server_->Give(PictureShape::kTall, Picture(8, 8));
  EXPECT_EQ(StatusOfAnswer(phone.ReadUntil("\r\n\r\n")), 200);
  HttpClient desk(port());
  desk.Send(Signed("GET", "/stream.mjpg?width=600") + "\r\n");
  while (!server_->is_watched(PictureShape::kWide)) std::this_thread::yield();
}

TEST_F(PageServerTest, StopsWhilePagesWait) {
  Start();
  HttpClient client(port());
  client.Send(Signed("GET", "/frame.jpg") + "\r\n");
  while (!server_->is_watched(PictureShape::kWide)) std::this_thread::yield();
  server_.reset();
  client.ReadToEnd();
}

TEST_F(PageServerTest, StopsWhileStreamsRunAndWait) {
  for (const bool pictures : {false, true}) {
    Start();
    HttpClient client(port());
    client.Send(Signed("GET", "/stream.mjpg") + "\r\n");
    client.ReadUntil("\r\n\r\n");
    while (!server_->is_watched(PictureShape::kWide)) std::this_thread::yield();
    if (pictures) {
      Giver giver(server_.get());
      client.ReadUntil("--camglass-picture");
    }
    server_.reset();
    client.ReadToEnd();
  }
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

// A stream in which no picture comes is nobody's fault.
TEST_F(PageServerTest, KeepsAStreamThatWaitsForTheCamera) {
  Start({.max_seconds = 0.1});
  HttpClient client(port());
  client.Send(Signed("GET", "/stream.mjpg") + "\r\n");
  EXPECT_EQ(StatusOfAnswer(client.ReadUntil("\r\n\r\n")), 200);
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  Giver giver(server_.get());
  EXPECT_THAT(client.ReadUntil("--camglass-picture"),
              HasSubstr("--camglass-picture"));
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
