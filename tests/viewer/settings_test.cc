#include <gtest/gtest.h>

#include <vector>

#include "camapp/viewer/settings_command.h"
#include "camapp/viewer/shown_explanation.h"

namespace camglass {
namespace {

const std::vector<RankedClass> kRanked = {
    {7, 0.5f, 3}, {2, 0.3f, 2}, {9, 0.1f, 1}};

ViewerSettings After(std::vector<Command> commands,
                     std::vector<RankedClass> ranked = kRanked) {
  ViewerSettings settings;
  std::string message;
  for (const Command& command : commands)
    EXPECT_TRUE(ChangeSettings(command, ranked, nullptr, &settings, &message));
  return settings;
}

TEST(Settings, RankIsBoundedByTheClassesThatThereAre) {
  EXPECT_EQ(After({{CommandKind::kShowClass, 3}}).rank, 2u);
  const std::vector<RankedClass> two = {kRanked[0], kRanked[1]};
  EXPECT_EQ(After({{CommandKind::kShowClass, 3}}, two).rank, 0u);
}

TEST(Settings, OneClassIsNotSpokenOfAsMany) {
  ViewerSettings settings;
  std::string message;
  const std::vector<RankedClass> one = {kRanked[0]};
  ChangeSettings({CommandKind::kShowClass, 2}, one, nullptr, &settings,
                 &message);
  EXPECT_EQ(message, "there is only one class");
}

TEST(Settings, ThresholdsStylesAndRangesGoRound) {
  const Command threshold = {CommandKind::kThreshold, {}};
  EXPECT_FLOAT_EQ(After({threshold}).threshold, 0.5f);
  EXPECT_FLOAT_EQ(After({threshold, threshold}).threshold, 0);
  EXPECT_FLOAT_EQ(After({threshold, threshold, threshold}).threshold, 0.2f);
  const Command style = {CommandKind::kStyle, {}};
  EXPECT_EQ(After({style}).style, OverlayStyle::kTurbo);
  EXPECT_EQ(After({style, style, style, style}).style, OverlayStyle::kSeed);
  const Command range = {CommandKind::kMapRange, {}};
  EXPECT_EQ(After({range}).range, MapRange::kFixed);
  EXPECT_EQ(After({range, range}).range, MapRange::kSigned);
  EXPECT_EQ(After({range, range, range}).range, MapRange::kFrame);
}

// What is signed is always painted in the diverging colours.
TEST(Settings, ColoursThatCantBeChangedStayAndSayWhy) {
  ViewerSettings settings;
  std::string message;
  const auto ask = [&](CommandKind kind) {
    message.clear();
    EXPECT_TRUE(
        ChangeSettings({kind, {}}, kRanked, nullptr, &settings, &message));
  };
  settings.compare = true;
  ask(CommandKind::kStyle);
  EXPECT_EQ(settings.style, OverlayStyle::kSeed);
  EXPECT_NE(message.find("comparison"), std::string::npos) << message;
  ask(CommandKind::kMapRange);
  EXPECT_EQ(settings.range, MapRange::kFrame);
  EXPECT_NE(message.find("comparison"), std::string::npos) << message;
  settings.compare = false;
  settings.range = MapRange::kSigned;
  ask(CommandKind::kStyle);
  EXPECT_EQ(settings.style, OverlayStyle::kSeed);
  EXPECT_NE(message.find("signed"), std::string::npos) << message;
  ask(CommandKind::kMapRange);
  EXPECT_EQ(settings.range, MapRange::kFrame);
  ask(CommandKind::kStyle);
  EXPECT_EQ(settings.style, OverlayStyle::kTurbo);
}

TEST(Settings, AnOwnThresholdFindsItsPlace) {
  ViewerSettings settings;
  settings.threshold = 0.35f;
  std::string message;
  ChangeSettings({CommandKind::kThreshold, {}}, kRanked, nullptr, &settings,
                 &message);
  EXPECT_FLOAT_EQ(settings.threshold, 0.5f);
}

TEST(Settings, RankLeavesComparison) {
  const ViewerSettings settings =
      After({{CommandKind::kCompare, {}}, {CommandKind::kShowClass, 2}});
  EXPECT_FALSE(settings.compare);
  EXPECT_EQ(settings.rank, 1u);
}

TEST(Settings, ComparisonNeedsTwoClasses) {
  EXPECT_FALSE(After({{CommandKind::kCompare, {}}}, {kRanked[0]}).compare);
  EXPECT_FALSE(After({{CommandKind::kCompare, {}}}, {}).compare);
}

TEST(Settings, ScalesEndAtHalfAndFour) {
  EXPECT_EQ(FinerScale(1), 1.5);
  EXPECT_EQ(FinerScale(1.1), 1.5);
  EXPECT_EQ(FinerScale(4), 4);
  EXPECT_EQ(FinerScale(64), 64);
  EXPECT_EQ(CoarserScale(1), 0.75);
  EXPECT_EQ(CoarserScale(0.5), 0.5);
  EXPECT_EQ(CoarserScale(64), 4);
}

TEST(ShownMap, ComparisonIsPinnedOrFirstAgainstSecond) {
  ViewerSettings settings;
  EXPECT_EQ(ChooseMap(settings, kRanked).class_index, 7u);
  settings.rank = 2;
  EXPECT_EQ(ChooseMap(settings, kRanked).class_index, 9u);
  settings.compare = true;
  auto compared = *ChooseMap(settings, kRanked).compared;
  EXPECT_EQ(compared.plus, 7u);
  EXPECT_EQ(compared.minus, 2u);
  settings.pinned = 500;
  compared = *ChooseMap(settings, kRanked).compared;
  EXPECT_EQ(compared.plus, 500u);
  EXPECT_EQ(compared.minus, 2u);
  settings.pinned = 2;  // not against itself
  compared = *ChooseMap(settings, kRanked).compared;
  EXPECT_EQ(compared.plus, 2u);
  EXPECT_EQ(compared.minus, 7u);
}

// The mean of a dense head's map plus the bias is the logit (Zhou et al.), so
// the mean of the difference is the gap of the logits without their biases.
TEST(ShownMap, MeanOfTheDifferenceIsTheGap) {
  const float weight[] = {1, 2, -1, 0.5f, 3, -2};  // [2][3]
  const float bias[] = {0, 0};
  ClassHead head;
  head.classes = 2;
  head.channels = 3;
  head.weight = weight;
  head.bias = bias;
  Explanation explanation;
  explanation.map.size = {1, 2};
  explanation.features = {1, 2, 3, 4, 5, 6};
  // Means of the channels: 2.5, 3.5, 4.5.
  explanation.scores.logits = {2.5f + 7 - 4.5f, 1.25f + 10.5f - 9};
  MapChoice choice;
  choice.compared = {0, 1, 0};
  ClassMap map;
  MakeShownMap(explanation, head, &choice, &map);
  ASSERT_EQ(map.values.size(), 2u);
  EXPECT_FLOAT_EQ(choice.compared->logit_gap, 5 - 2.75f);
  EXPECT_FLOAT_EQ((map.values[0] + map.values[1]) / 2,
                  choice.compared->logit_gap);
  const std::vector<float> difference = map.values;
  choice.class_index = 1;
  choice.compared = {1, 0, 0};
  MakeShownMap(explanation, head, &choice, &map);
  EXPECT_FLOAT_EQ(map.values[0], -difference[0]);
  EXPECT_FLOAT_EQ(map.values[1], -difference[1]);
}

}  // namespace
}  // namespace camglass
