#include "camapp/page/page_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "camapp/picture/jpeg/frame_decoder.h"
#include "tests/page/http_client.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PageSinkTest : public testing::Test {
 protected:
  PageSinkTest() {
    PageServerOptions options;
    options.address.port = 0;
    options.ask_token = false;
    auto started = PageSink::Start(options, [this](const Command& command) {
      posted_.push_back(command);
    });
    CAMGLASS_CHECK(started.ok());
    sink_ = *std::move(started);
  }

  HttpClient Asked(const std::string& method, const std::string& target) {
    const std::string host =
        "127.0.0.1:" + std::to_string(sink_->server().address().port);
    HttpClient client(sink_->server().address().port);
    client.Send(method + " " + target + " HTTP/1.1\r\nHost: " + host +
                "\r\nOrigin: http://" + host + "\r\nConnection: close\r\n\r\n");
    return client;
  }
  int Post(const std::string& query) {
    return StatusOfAnswer(Asked("POST", "/command?" + query).ReadToEnd());
  }

  std::vector<Command> posted_;
  std::unique_ptr<PageSink> sink_;
};

TEST_F(PageSinkTest, PassesCommandsOnWhenItIsAttended) {
  EXPECT_EQ(Post("name=freeze"), 204);
  EXPECT_EQ(Post("name=show-class&number=2"), 204);
  EXPECT_EQ(Post("name=show-class&number=4"), 400);
  EXPECT_EQ(Post("name=nothing"), 400);
  EXPECT_EQ(Post("name=full-screen"), 400);  // the window's alone
  EXPECT_EQ(Post("name=help"), 400);
  EXPECT_THAT(posted_, ElementsAre());
  EXPECT_TRUE(sink_->Attend().ok());
  EXPECT_THAT(posted_, ElementsAre(Command{CommandKind::kFreeze, {}},
                                   Command{CommandKind::kShowClass, 2}));
}

TEST_F(PageSinkTest, TakesOnlySoManyCommandsAtOnce) {
  for (int i = 0; i < 64; ++i) ASSERT_EQ(Post("name=mirror"), 204);
  EXPECT_EQ(Post("name=mirror"), 400);
  EXPECT_TRUE(sink_->Attend().ok());
  EXPECT_EQ(posted_.size(), 64u);
  EXPECT_EQ(Post("name=mirror"), 204);
}

Scene SceneOf(const Picture& frame) {
  Scene scene;
  scene.frame_size = frame.extent();
  scene.frame = &frame;
  scene.overlay = &frame;
  return scene;
}

Extent SizeOfJpeg(const std::string& answer) {
  const std::string body = answer.substr(answer.find("\r\n\r\n") + 4);
  JpegFrameDecoder decoder({.side = 4000, .work_bytes = size_t{1} << 28});
  Picture picture;
  EXPECT_TRUE(
      decoder
          .Decode({reinterpret_cast<const uint8_t*>(body.data()), body.size()},
                  &picture)
          .ok());
  return picture.extent();
}

TEST_F(PageSinkTest, WantsPicturesOnlyWhileSomebodyWatches) {
  const Picture frame(480, 640);
  const Scene scene = SceneOf(frame);
  const auto size = [&] { return sink_->Size(PictureShape::kWide, scene); };
  EXPECT_EQ(size(), (Extent{0, 0}));
  HttpClient watcher = Asked("GET", "/stream.mjpg");
  while (size() == Extent{0, 0}) std::this_thread::yield();
  EXPECT_EQ(size(), NaturalSize(scene));
  EXPECT_EQ(sink_->Size(PictureShape::kTall, scene), (Extent{0, 0}));
  Scene large = scene;
  large.frame_size = {1080, 1920};
  EXPECT_EQ(sink_->Size(PictureShape::kWide, large).w, 1920u);
  EXPECT_TRUE(*sink_->Attend());  // a newcomer wants a picture
  EXPECT_FALSE(*sink_->Attend());
}

// A page that asks for picture after picture is one newcomer, and still one
// that watches between its requests.
TEST_F(PageSinkTest, KeepsPaintingBetweenAPagesRequests) {
  const Picture frame(480, 640);
  const Scene scene = SceneOf(frame);
  HttpClient watcher = Asked("GET", "/frame.jpg?width=1200");
  while (!*sink_->Attend()) std::this_thread::yield();
  ASSERT_TRUE(sink_->Present(scene, ViewerState()).ok());
  const std::string first = watcher.ReadToEnd();
  EXPECT_EQ(StatusOfAnswer(first), 200);
  EXPECT_EQ(FieldOfAnswer(first, "Camglass-Picture"), "1");
  EXPECT_EQ(SizeOfJpeg(first), NaturalSize(scene));
  EXPECT_NE(sink_->Size(PictureShape::kWide, scene), (Extent{0, 0}));
  ASSERT_TRUE(sink_->Present(scene, ViewerState()).ok());
  const std::string second =
      Asked("GET", "/frame.jpg?width=1200&after=1").ReadToEnd();
  EXPECT_EQ(FieldOfAnswer(second, "Camglass-Picture"), "2");
  EXPECT_FALSE(*sink_->Attend());
}

TEST_F(PageSinkTest, PaintsTallPicturesForNarrowPages) {
  const Picture frame(480, 640);
  const Scene scene = SceneOf(frame);
  HttpClient phone = Asked("GET", "/frame.jpg?width=360");
  while (!*sink_->Attend()) std::this_thread::yield();
  ASSERT_TRUE(sink_->Present(scene, ViewerState()).ok());
  const Extent size = SizeOfJpeg(phone.ReadToEnd());
  EXPECT_EQ(size.w, 720u);
  EXPECT_GT(size.h, 2 * 720u * 480 / 640 - 100);  // both panes, full width
}

// Somebody at the window asks for help; nobody else needs to read it.
TEST_F(PageSinkTest, ShowsNobodyTheWindowsHelp) {
  const Picture frame(480, 640);
  std::vector<std::string> answers;
  for (const bool helps : {false, true}) {
    Scene scene = SceneOf(frame);
    if (helps) scene.words.help = {{"x", "does something"}};
    HttpClient watcher = Asked("GET", "/snapshot.jpg");
    while (!*sink_->Attend()) std::this_thread::yield();
    ASSERT_TRUE(sink_->Present(scene, ViewerState()).ok());
    const std::string answer = watcher.ReadToEnd();
    answers.push_back(answer.substr(answer.find("\r\n\r\n")));
  }
  EXPECT_GT(answers[0].size(), 1000u);
  EXPECT_TRUE(answers[0] == answers[1]);
}

TEST_F(PageSinkTest, LeavesMessagesToThePageButNotWhatIsOfThePicture) {
  const Picture frame(480, 640);
  std::vector<std::string> pictures;
  for (const std::string& notice :
       std::vector<std::string>{"", "a message", "camera unplugged"}) {
    Scene scene = SceneOf(frame);
    if (!notice.empty()) scene.words.notice = {notice};
    ViewerState state;
    state.message = "a message";
    HttpClient watcher = Asked("GET", "/snapshot.jpg");
    while (!*sink_->Attend()) std::this_thread::yield();
    ASSERT_TRUE(sink_->Present(scene, state).ok());
    const std::string answer = watcher.ReadToEnd();
    pictures.push_back(answer.substr(answer.find("\r\n\r\n")));
    EXPECT_THAT(Asked("GET", "/state.json").ReadToEnd(),
                HasSubstr("\"message\":\"a message\""));
  }
  EXPECT_GT(pictures[0].size(), 1000u);
  EXPECT_TRUE(pictures[1] == pictures[0]);
  EXPECT_FALSE(pictures[2] == pictures[0]);
}

TEST_F(PageSinkTest, TellsTheLatestState) {
  ViewerState state;
  state.fields.frame = 4711;
  const Picture frame(48, 64);
  ASSERT_TRUE(sink_->Present(SceneOf(frame), state).ok());
  const std::string answer = Asked("GET", "/state.json").ReadToEnd();
  EXPECT_EQ(FieldOfAnswer(answer, "Content-Type"), "application/json");
  EXPECT_THAT(answer, HasSubstr("\"frame\":4711"));
}

}  // namespace
}  // namespace camglass
