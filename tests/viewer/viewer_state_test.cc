// What the viewer says of itself, in JSON and in words.
#include "camapp/viewer/viewer_state.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "camapp/viewer/state_words.h"
#include "tests/viewer/viewer_fixture.h"

namespace camglass {
namespace {

TEST_F(ViewerTest, APinnedClassAlwaysHasItsScore) {
  constexpr size_t kTench = 0;
  ShowFrame();
  viewer_->Post({CommandKind::kPin, kTench});
  Press("");
  ASSERT_TRUE(state().pinned.has_value());
  EXPECT_EQ(state().pinned->index, kTench);
  EXPECT_EQ(state().pinned->score, explanation_.scores.values[kTench]);
  EXPECT_EQ(state().shown.size(), 3u);
  const auto json = nlohmann::json::parse(StateJson(state()));
  EXPECT_FLOAT_EQ(json["view"]["pinned_score"],
                  explanation_.scores.values[kTench]);
  EXPECT_EQ(json["view"]["beside"]["name"], "tench");
  EXPECT_EQ(json["view"]["beside"]["score_text"],
            ScoreWords(explanation_.scores.values[kTench], true));
  EXPECT_FLOAT_EQ(json["class"]["score"], explanation_.scores.values[kTench]);
  viewer_->Post({CommandKind::kPin, explanation_.scores.top[1].index});
  Press("");
  EXPECT_FALSE(state().pinned.has_value());
}

TEST_F(ViewerTest, DamagedFramesAreToldAndCounted) {
  ShowFrame();
  source_.state = "damaged";
  source_.undecodable = 5;
  source_.counts.short_frames = 2;
  ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  const auto camera = nlohmann::json::parse(StateJson(state()))["camera"];
  EXPECT_EQ(camera["state"], "damaged");
  EXPECT_EQ(camera["undecodable"], 5);
  SceneWords words;
  StateWords(state(), &words);
  ASSERT_EQ(words.notice.size(), 2u);
  EXPECT_EQ(words.notice[0], "test gives only damaged frames");
  EXPECT_EQ(words.notice[1].rfind("7 so far", 0), 0u);
  // The count goes on, though no frame is shown.
  source_.undecodable = 50;
  for (int i = 0; i < 600 && state().source.undecodable != 50; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  }
  EXPECT_EQ(state().source.undecodable, 50u);
}

TEST_F(ViewerTest, AnAgeThatIsNotKnownIsNotTold) {
  frame_.has_time = false;
  ShowFrame();
  EXPECT_TRUE(nlohmann::json::parse(StateJson(state()))["age_ms"].is_null());
  SceneWords words;
  StateWords(state(), &words);
  for (const std::string& item : words.status)
    EXPECT_NE(item.rfind("age", 0), 0u) << item;
}

TEST_F(ViewerTest, StateIsJson) {
  ShowFrame();
  const auto json = nlohmann::json::parse(StateJson(state()));
  for (const char* key : {"schema", "model", "top", "class", "size", "age_ms",
                          "fps", "dropped", "camera", "view"})
    EXPECT_TRUE(json.contains(key)) << key;
  EXPECT_EQ(json["view"]["rank"], 1);
  EXPECT_EQ(json["view"]["style"], "seed");
}

TEST_F(ViewerTest, AViewOfFramesAloneHasTheirClassInItsState) {
  ViewerOptions options;
  options.view = ViewKind::kFrame;
  options.folder = folder_;
  viewer_ =
      std::make_unique<Viewer>(options, models_.get(), &recorder_, &stop_);
  viewer_->Attach(&sink_);
  ShowFrame();
  const auto json = nlohmann::json::parse(StateJson(state()));
  EXPECT_EQ(json["class"]["index"], explanation_.scores.top[0].index);
  EXPECT_EQ(json["map_max"].get<float>(), explanation_.map.facts.max);
}

TEST_F(ViewerTest, WithoutAFrameItWaits) {
  source_.state = "absent";
  Press("s cp2+hm");
  EXPECT_EQ(state().explainer(), nullptr);
  EXPECT_TRUE(nlohmann::json::accept(StateJson(state())));
}

}  // namespace
}  // namespace camglass
