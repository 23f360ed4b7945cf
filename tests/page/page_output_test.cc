#include "camapp/page/page_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include "tests/page/http_client.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PageOutputTest : public testing::Test {
 protected:
  PageOutputTest() {
    PageServerOptions options;
    options.address.port = 0;
    options.ask_token = false;
    auto started = PageOutput::Start(options, [this](const Command& command) {
      posted_.push_back(command);
    });
    CAMGLASS_CHECK(started.ok());
    output_ = *std::move(started);
  }

  HttpClient Asked(const std::string& method, const std::string& target) {
    const std::string host =
        "127.0.0.1:" + std::to_string(output_->server().address().port);
    HttpClient client(output_->server().address().port);
    client.Send(method + " " + target + " HTTP/1.1\r\nHost: " + host +
                "\r\nOrigin: http://" + host + "\r\nConnection: close\r\n\r\n");
    return client;
  }
  int Post(const std::string& query) {
    return StatusOfAnswer(Asked("POST", "/command?" + query).ReadToEnd());
  }

  std::vector<Command> posted_;
  std::unique_ptr<PageOutput> output_;
};

TEST_F(PageOutputTest, PassesCommandsOnWhenItIsAttended) {
  EXPECT_EQ(Post("name=freeze"), 204);
  EXPECT_EQ(Post("name=show-class&number=2"), 204);
  EXPECT_EQ(Post("name=show-class&number=4"), 400);
  EXPECT_EQ(Post("name=nothing"), 400);
  EXPECT_EQ(Post("name=full-screen"), 400);  // the window's alone
  EXPECT_THAT(posted_, ElementsAre());
  EXPECT_TRUE(output_->Attend().ok());
  EXPECT_THAT(posted_, ElementsAre(Command{CommandKind::kFreeze, {}},
                                   Command{CommandKind::kShowClass, 2}));
}

TEST_F(PageOutputTest, TakesOnlySoManyCommandsAtOnce) {
  for (int i = 0; i < 64; ++i) ASSERT_EQ(Post("name=mirror"), 204);
  EXPECT_EQ(Post("name=mirror"), 400);
  EXPECT_TRUE(output_->Attend().ok());
  EXPECT_EQ(posted_.size(), 64u);
  EXPECT_EQ(Post("name=mirror"), 204);
}

TEST_F(PageOutputTest, WantsPicturesOnlyWhileSomebodyWatches) {
  EXPECT_EQ(output_->Size({480, 640}), (Extent{0, 0}));
  HttpClient watcher = Asked("GET", "/stream.mjpg");
  while (output_->Size({480, 640}) == Extent{0, 0}) std::this_thread::yield();
  EXPECT_EQ(output_->Size({480, 640}), (Extent{480, 640}));
  EXPECT_EQ(output_->Size({1000, 1920}), (Extent{1000, 1920}));
  EXPECT_EQ(output_->Size({1000, 1921}), (Extent{999, 1920}));
  EXPECT_TRUE(*output_->Attend());  // a newcomer wants a picture
  EXPECT_FALSE(*output_->Attend());
}

TEST_F(PageOutputTest, TellsTheLatestState) {
  ViewerState state;
  state.fields.frame = 4711;
  ASSERT_TRUE(output_->PresentState(state).ok());
  const std::string answer = Asked("GET", "/state.json").ReadToEnd();
  EXPECT_EQ(FieldOfAnswer(answer, "Content-Type"), "application/json");
  EXPECT_THAT(answer, HasSubstr("\"frame\":4711"));
}

}  // namespace
}  // namespace camglass
