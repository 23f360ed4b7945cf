#include "camapp/live/picture_browser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "camapp/picture/encode_png.h"
#include "tests/live/pipeline_parts.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;
using Event = FrameSource::Event;

class PictureBrowserTest : public ::testing::Test {
 protected:
  PictureBrowserTest()
      : folder_(testing::TempDir() + "camglass_browser." +
                std::to_string(getpid())) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
  }
  ~PictureBrowserTest() override { std::filesystem::remove_all(folder_); }

  // A picture that is `width` wide, so that it can be told from others.
  std::string Make(const std::string& name, size_t width) {
    const auto png = EncodePng(FlatPicture(6, width, 9, 9, 9));
    EXPECT_TRUE(png.ok());
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(png->data()),
               static_cast<std::streamsize>(png->size()));
    return path;
  }
  std::string MakeBroken(const std::string& name) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << "no picture";
    return path;
  }
  std::unique_ptr<PictureBrowser> Of(std::vector<std::string> pictures) {
    return std::make_unique<PictureBrowser>(
        std::move(pictures), DecodeOptions(),
        [this](const std::string& line) { said_.push_back(line); });
  }
  std::unique_ptr<PictureBrowser> Over(bool live,
                                       ScriptedSource::Script script) {
    return std::make_unique<PictureBrowser>(
        std::make_unique<ScriptedSource>(live, std::move(script)),
        DecodeOptions(),
        [this](const std::string& line) { said_.push_back(line); });
  }
  // The width of the next frame; 0 where there is none.
  size_t NextWidth(PictureBrowser& browser) {
    CapturedFrame frame;
    const auto event = browser.Next(-1, &frame);
    EXPECT_TRUE(event.ok()) << event.status().message();
    return event.ok() && *event == Event::kFrame ? frame.format.width : 0;
  }
  SourceState StateOf(const PictureBrowser& browser) {
    SourceState state;
    browser.Describe(&state);
    return state;
  }

  std::string folder_;
  std::vector<std::string> said_;
};

TEST_F(PictureBrowserTest, APictureIsGivenOnce) {
  const auto browser = Of({Make("a.png", 11)});
  EXPECT_EQ(NextWidth(*browser), 11u);
  EXPECT_TRUE(browser->still());
  EXPECT_EQ(NextWidth(*browser), 0u);
  EXPECT_FALSE(browser->Step(true));
  const SourceState state = StateOf(*browser);
  EXPECT_THAT(state.name, HasSubstr("a.png"));
  EXPECT_EQ(state.state, "still");
  EXPECT_EQ(state.pictures, 1u);
}

TEST_F(PictureBrowserTest, StepsGoRoundBothWays) {
  const auto browser =
      Of({Make("a.png", 11), Make("b.png", 12), Make("c.png", 13)});
  EXPECT_EQ(NextWidth(*browser), 11u);
  ASSERT_TRUE(browser->Step(true));
  EXPECT_EQ(NextWidth(*browser), 12u);
  EXPECT_EQ(StateOf(*browser).picture, 2u);
  ASSERT_TRUE(browser->Step(true));
  ASSERT_TRUE(browser->Step(true));
  EXPECT_EQ(NextWidth(*browser), 11u);
  ASSERT_TRUE(browser->Step(false));
  EXPECT_EQ(NextWidth(*browser), 13u);
}

TEST_F(PictureBrowserTest, BrokenPicturesArePassedOverAndNamed) {
  const auto browser =
      Of({MakeBroken("a.png"), Make("b.png", 12), MakeBroken("c.png")});
  EXPECT_EQ(NextWidth(*browser), 12u);
  EXPECT_EQ(StateOf(*browser).picture, 2u);
  ASSERT_EQ(StateOf(*browser).notice.size(), 2u);
  EXPECT_THAT(StateOf(*browser).notice[0], HasSubstr("a.png"));
  ASSERT_TRUE(browser->Step(false));
  EXPECT_EQ(NextWidth(*browser), 12u);
  EXPECT_EQ(said_.size(), 3u);
}

TEST_F(PictureBrowserTest, WhereNoneCanBeReadItFails) {
  const auto browser = Of({MakeBroken("a.png"), folder_ + "/nowhere.png"});
  CapturedFrame frame;
  const auto event = browser->Next(-1, &frame);
  ASSERT_FALSE(event.ok());
  EXPECT_THAT(event.status().message(), HasSubstr("a.png"));
  // The error tells of the first.
  ASSERT_EQ(said_.size(), 1u);
  EXPECT_THAT(said_[0], HasSubstr("nowhere.png"));
}

// What is read ahead is used for the first picture alone.
TEST_F(PictureBrowserTest, OthersThanTheFirstAreReadWhenTheyAreWanted) {
  const auto browser = Of({Make("a.png", 11), Make("b.png", 12)});
  ASSERT_TRUE(browser->Step(true));
  EXPECT_EQ(NextWidth(*browser), 12u);
  Make("a.png", 13);
  ASSERT_TRUE(browser->Step(true));
  EXPECT_EQ(NextWidth(*browser), 13u);
}

// It would wait for a writer, and not be woken.
TEST_F(PictureBrowserTest, APipeIsNotReadAhead) {
  const std::string pipe = folder_ + "/pipe.png";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const auto browser = Of({pipe});
}

TEST_F(PictureBrowserTest, OpenedPicturesLieOnTopOfACamera) {
  const auto browser = Over(true, GreyFrames(UINT64_MAX));
  EXPECT_EQ(NextWidth(*browser), 16u);
  EXPECT_FALSE(browser->still());
  EXPECT_FALSE(browser->Close());
  browser->Open({Make("a.png", 11)});
  EXPECT_EQ(NextWidth(*browser), 11u);
  EXPECT_TRUE(browser->still());
  EXPECT_EQ(NextWidth(*browser), 0u);
  EXPECT_TRUE(browser->Close());
  EXPECT_EQ(NextWidth(*browser), 16u);
  EXPECT_FALSE(browser->still());
  EXPECT_EQ(StateOf(*browser).pictures, 0u);
}

TEST_F(PictureBrowserTest, WhatIsDroppedAndCantBeReadChangesNothing) {
  const auto browser = Over(true, GreyFrames(UINT64_MAX));
  EXPECT_EQ(NextWidth(*browser), 16u);
  browser->Open({MakeBroken("a.txt")});
  EXPECT_EQ(NextWidth(*browser), 0u);
  EXPECT_EQ(NextWidth(*browser), 16u);
  EXPECT_FALSE(StateOf(*browser).notice.empty());
}

// The video itself would not give it again.
TEST_F(PictureBrowserTest, TheLastFrameOfAVideoComesBack) {
  const auto browser =
      Over(false, [](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        if (n == 1) return Event::kNothingYet;
        return GreyFrames(1)(n, frame);
      });
  EXPECT_EQ(NextWidth(*browser), 16u);
  browser->Open({Make("a.png", 11)});
  EXPECT_EQ(NextWidth(*browser), 11u);
  EXPECT_TRUE(browser->Close());
  EXPECT_EQ(NextWidth(*browser), 16u);
  EXPECT_EQ(NextWidth(*browser), 0u);
}

TEST_F(PictureBrowserTest, LargePicturesAreShownSmallerAndExplainedWhole) {
  const size_t width = 2 * kMostShownSide;
  const std::string path = Make("large.png", width);
  const auto browser = Of({path});
  EXPECT_EQ(NextWidth(*browser), kMostShownSide);
  ASSERT_TRUE(browser->whole());
  const auto whole = browser->whole()();
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->extent(), (Extent{6, width}));
  EXPECT_EQ(StateOf(*browser).format.width, width);
  const auto small = Of({Make("small.png", 11)});
  EXPECT_EQ(NextWidth(*small), 11u);
  EXPECT_FALSE(small->whole());
}

}  // namespace
}  // namespace camglass
