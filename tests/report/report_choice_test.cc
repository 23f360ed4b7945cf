#include "tools/report/report_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace camglass {
namespace {

using ::testing::ElementsAre;

EvalRecord Record(const std::string& picture, size_t label, size_t predicted,
                  float score) {
  EvalRecord record;
  record.picture = picture;
  record.label = label;
  record.top = {predicted};
  record.scores = {score};
  return record;
}

TEST(ChoosePictures, TakesTheMostConfidentMistakesOfEachClass) {
  const std::vector<EvalRecord> records = {
      Record("a", 1, 0, 0.5f), Record("b", 1, 0, 0.9f), Record("c", 0, 1, 0.7f),
      Record("d", 1, 1, 1.0f), Record("e", 1, 2, 0.6f)};
  ReportLimits limits;
  limits.mistakes_per_class = 2;
  EXPECT_THAT(ChoosePictures(records, limits).mistakes, ElementsAre(2, 1, 4));
  limits.mistakes = 2;
  EXPECT_THAT(ChoosePictures(records, limits).mistakes, ElementsAre(2, 1));
}

TEST(ChoosePictures, LeavesOutWhatCouldNotBeRead) {
  EvalRecord broken;
  broken.picture = "x";
  broken.error = "no";
  const ReportChoice choice = ChoosePictures({broken}, {});
  EXPECT_TRUE(choice.mistakes.empty());
  EXPECT_TRUE(choice.samples.empty());
}

std::set<std::string> Names(const std::vector<EvalRecord>& records,
                            const std::vector<size_t>& chosen) {
  std::set<std::string> names;
  for (const size_t i : chosen) names.insert(records[i].picture);
  return names;
}

TEST(ChoosePictures, DoesNotDependOnTheOrderOfTheRecords) {
  std::vector<EvalRecord> records;
  for (int i = 0; i < 500; ++i)
    records.push_back(Record("p" + std::to_string(i),
                             static_cast<size_t>(i % 3),
                             static_cast<size_t>(i % 5), 0.5f));
  std::vector<EvalRecord> reversed(records.rbegin(), records.rend());
  const ReportChoice one = ChoosePictures(records, {});
  const ReportChoice other = ChoosePictures(reversed, {});
  EXPECT_EQ(Names(records, one.mistakes), Names(reversed, other.mistakes));
  ASSERT_EQ(one.samples.size(), 3u);
  for (const auto& [label, samples] : one.samples) {
    EXPECT_EQ(samples.size(), 16u);
    EXPECT_EQ(Names(records, samples),
              Names(reversed, other.samples.at(label)));
  }
}

TEST(ChoosePictures, KeepsItsLimitsWithManyClasses) {
  std::vector<EvalRecord> records;
  for (size_t i = 0; i < 9000; ++i)
    records.push_back(Record("p" + std::to_string(i), i / 3, i % 7, 0.5f));
  const ReportChoice choice = ChoosePictures(records, {});
  size_t samples = 0;
  for (const auto& [label, chosen] : choice.samples) samples += chosen.size();
  EXPECT_EQ(samples, ReportLimits().samples);
  EXPECT_EQ(choice.mistakes.size(), ReportLimits().mistakes);
}

}  // namespace
}  // namespace camglass
