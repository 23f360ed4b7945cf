// Records of pictures, and what is made of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camapp/picture/decode.h"
#include "tools/metrics/metrics_pass.h"
#include "tools/metrics/metrics_summary.h"
#include "tools/metrics/metrics_text.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

MetricsRecord WholeRecord() {
  MetricsRecord record;
  record.picture = "cat/1.jpg";
  record.label = 2;
  record.score = 0.1;
  record.box_share = 0.25;
  JudgedMap map;
  map.map = "cam";
  map.align = "seed";
  map.deletion = {0.1, 0.3};
  map.insertion = {0, 1};
  map.on_map = 0.05;
  map.most_first = {0.1, 0.1, 0.1, 0.1};
  map.least_first = {0.3, 0.3, 0.3, 0.5};
  map.most_first_right = {true, false, false, false};
  map.least_first_right = {true, true, true, false};
  map.points = true;
  map.energy = 0.5;
  map.overlaps = std::vector<double>(kThresholds, 0.6);
  record.maps = {map};
  record.random_weights = {0.5, 0.4, 0.3, 0.2, 0.1};
  record.shuffled_labels = -0.1;
  return record;
}

TEST(MetricsRecord, IsReadAsItWasWritten) {
  const MetricsRecord record = WholeRecord();
  const std::string line = ToLine(record);
  const auto read = ParseMetricsLine(line, 3);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(ToLine(*read), line);
  MetricsRecord failed;
  failed.picture = "x";
  failed.error = "no such file";
  EXPECT_EQ(ToLine(*ParseMetricsLine(ToLine(failed), 1)), ToLine(failed));
}

TEST(MetricsRecord, RefusesWhatIsNotOne) {
  const std::string line = ToLine(WholeRecord());
  EXPECT_FALSE(ParseMetricsLine(line, 2).ok());
  for (const auto& [from, to] : {std::pair("\"score\":0.1,", ""),
                                 {"\"score\":0.1", "\"score\":null"},
                                 {"\"class\":2", "\"class\":-1"},
                                 {"[true,false", "[1,false"},
                                 {"[0.1,0.3]", "[0.1]"},
                                 {"[0.1,0.3]", "[0.1,1e999]"},
                                 {"\"points\":true", "\"points\":1"},
                                 {"\"map\":\"cam\",", ""},
                                 {"0.6,0.6", "0.6"},
                                 {"[0.5,0.4", "[0.4"},
                                 {"\"overlaps\"", "\"other\""},
                                 {"\"energy\":0.5", "\"energy\":-1"},
                                 {"\"box_share\":0.25", "\"box_share\":77"},
                                 {"\"insertion\"", "\"other\""},
                                 {"{\"picture\"", "[\"p\""},
                                 {"\"most_first\"", "\"other\""}}) {
    std::string wrong = line;
    const size_t at = wrong.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    wrong.replace(at, std::string_view(from).size(), to);
    EXPECT_FALSE(ParseMetricsLine(wrong, 3).ok()) << wrong;
  }
}

TEST(Summarise, MeansAndTheirErrors) {
  MetricsRecord other = WholeRecord();
  other.picture = "cat/2.jpg";
  other.score = 0.02;
  other.maps[0].deletion = {0.3, 0.5};
  other.maps[0].points = false;
  other.maps[0].overlaps.assign(kThresholds, 0.1);
  other.maps[0].overlaps[30] = 0.4;
  MetricsRecord failed;
  failed.error = "broken";
  const MetricsSummary summary = Summarise({WholeRecord(), other, failed});
  EXPECT_EQ(summary.pictures, 2u);
  EXPECT_EQ(summary.unreadable, 1u);
  ASSERT_EQ(summary.maps.size(), 1u);
  const MapSummary& map = summary.maps[0];
  EXPECT_NEAR(map.deletion.value, 0.3, 1e-12);  // of 0.2 and 0.4
  EXPECT_NEAR(map.deletion.error, 0.1, 1e-12);  // 0.2 / sqrt 2 / sqrt 2
  EXPECT_NEAR(map.insertion.value, 0.5, 1e-12);
  EXPECT_NEAR(map.drop.value, 0.25, 1e-12);  // a half, and nothing
  EXPECT_NEAR(map.increase.value, 0.5, 1e-12);
  EXPECT_NEAR(map.road.value, (0.2 + 0.2 + 0.2 + 0.4) / 8, 1e-12);
  EXPECT_THAT(map.most_first_accuracy, ElementsAre(1, 0, 0, 0));
  EXPECT_NEAR(map.pointing.value, 0.5, 1e-12);
  EXPECT_NEAR(map.boxes[0].value, 1, 1e-12);  // 0.6 and 0.4 at threshold 0.30
  EXPECT_EQ(map.boxes[0].threshold, 30u);
  EXPECT_NEAR(map.boxes[1].value, 0.5, 1e-12);
  EXPECT_NEAR(map.boxes_mean, (1 + 0.5 + 0) / 3, 1e-12);
  EXPECT_NEAR(map.boxes_fixed, 0.5, 1e-12);
  EXPECT_NEAR(summary.random_weights[4].value, 0.1, 1e-12);
}

TEST(MetricsTexts, NameEverything) {
  MetricsRecord record = WholeRecord();
  record.picture = "=cmd,\"x\"";
  const MetricsSummary summary = Summarise({record});
  const MetricsSource source = {"m", "val", 26, {"a", "b", "=c"}};
  const std::string text = ForPeople(summary, source);
  for (const char* word :
       {"1 picture", "deletion", "insertion", "average drop", "increase",
        "ROAD", "pointing game", "energy", "MaxBoxAcc 0.5",
        "the last 26 layers shuffled", "shuffled labels"})
    EXPECT_THAT(text, HasSubstr(word));
  EXPECT_THAT(ToJson(summary, source), HasSubstr("\"average_drop\""));
  EXPECT_THAT(MetricsCsv({record}, source),
              HasSubstr("\n\"'=cmd,\"\"x\"\"\",'=c,0.1,cam,seed,0.2,0.5,0.5,0,"
                        "0.125,1,0.5,0.6\n"));
}

StatusOr<std::string> LineWith(size_t threads) {
  CAMGLASS_ASSIGN_OR_RETURN(LoadedModel model,
                            LoadModel(CAMGLASS_BUNDLED_MODEL));
  const InputTransform transform = model.transform;
  ExplainOptions options;
  options.session.threads = threads;
  options.top = 1;
  options.align = MapAlign::kReceptive;
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            Explainer::Create(std::move(model), options));
  MetricsChoice choice;
  choice.steps = 2;
  choice.random = false;
  choice.road = false;  // slow; Road is the same for any
  MetricsPass pass(choice, ResizeRule::kShort, transform, explainer.get(),
                   nullptr);
  const LabelledPicture coffee = {"", "coffee", 0, {{100, 20, 300, 300}}};
  return ToLine(pass.Judge(
      coffee, 967,
      ReadPicture(std::string(CAMGLASS_SAMPLES) + "/coffee.jpg", {})));
}

TEST(MetricsPass, IsTheSameForAnyNumberOfThreads) {
  const auto one = LineWith(1);
  ASSERT_TRUE(one.ok());
  EXPECT_THAT(*one, HasSubstr("\"align\":\"receptive\""));
  for (const size_t threads : {2, 3}) EXPECT_EQ(*LineWith(threads), *one);
}

TEST(MetricsPass, TellsABoxOutsideThePicture) {
  auto model = LoadModel(CAMGLASS_BUNDLED_MODEL);
  ASSERT_TRUE(model.ok());
  const InputTransform transform = model->transform;
  const auto explainer = Explainer::Create(*std::move(model), {});
  ASSERT_TRUE(explainer.ok());
  MetricsPass pass({}, ResizeRule::kShort, transform, explainer->get(),
                   nullptr);
  const MetricsRecord record =
      pass.Judge({"", "x", 0, {{300, 2, 5, 5}}}, 1, Picture(250, 300));
  EXPECT_EQ(record.error,
            "its box at x 300, y 2 is outside the picture, which is 300 wide "
            "and 250 high; correct the table of labels");
}

}  // namespace
}  // namespace camglass
