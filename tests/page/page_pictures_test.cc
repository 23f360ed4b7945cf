// Streams and single pictures of a page server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "tests/page/http_client.h"
#include "tests/page/page_server_fixture.h"

namespace camglass {
namespace {

using testing::HasSubstr;

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

}  // namespace
}  // namespace camglass
