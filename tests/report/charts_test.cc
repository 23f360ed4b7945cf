#include "tools/report/charts.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

EvalRecord Record(size_t label, size_t predicted, float score) {
  EvalRecord record;
  record.label = label;
  record.top = {predicted};
  record.scores = {score};
  return record;
}

const uint8_t* At(const Picture& picture, double y, double x) {
  return picture.Row(static_cast<size_t>(y)) + 3 * static_cast<size_t>(x);
}

// Of a bin of which a half is right the bar is half as high as the plot.
TEST(ReliabilityChart, HasABarAsHighAsTheShareThatIsRight) {
  const Evaluation evaluation =
      Evaluate({Record(0, 0, 0.9f), Record(1, 0, 0.9f)}, 0);
  const StatusOr<Picture> chart = ReliabilityChart(evaluation);
  ASSERT_TRUE(chart.ok());
  const double x = 96 + 560 * 13.9 / 15;  // within bin 13, off its middle
  const uint8_t* below = At(*chart, 56 + 560 * 0.55, x);
  const uint8_t* above = At(*chart, 56 + 560 * 0.45, x);
  EXPECT_LT(below[0], 150);
  EXPECT_GT(below[2], 200);
  EXPECT_EQ(above[0], 255);
}

TEST(ConfusionChart, IsDarkWhereAllOfARowIs) {
  const StatusOr<Picture> chart = ConfusionChart(
      Evaluate({Record(0, 0, 1), Record(1, 0, 1), Record(1, 0, 1)}, 0),
      {"<script>", "\xE2\x80\xAE right"});
  ASSERT_TRUE(chart.ok());
  EXPECT_LT(At(*chart, 220 + 6, 220 + 6)[0], 40);             // 0 as 0: all
  EXPECT_LT(At(*chart, 220 + 44 + 6, 220 + 6)[0], 40);        // 1 as 0: all
  EXPECT_EQ(At(*chart, 220 + 44 + 6, 220 + 44 + 6)[0], 255);  // 1 as 1: none
}

TEST(ConfusionChart, OfManyClassesHasNoNamesButAllCells) {
  std::vector<EvalRecord> records;
  for (size_t i = 0; i < 500; ++i) records.push_back(Record(i, i, 1));
  const StatusOr<Picture> chart =
      ConfusionChart(Evaluate(records, 0), std::vector<std::string>(500, "x"));
  ASSERT_TRUE(chart.ok());
  EXPECT_EQ(chart->h, 16u + 500 + 16);
  for (size_t i = 1; i < 499; ++i)
    EXPECT_LT(At(*chart, 16.0 + static_cast<double>(i),
                 16.0 + static_cast<double>(i))[0],
              40);
}

TEST(ConfusionChart, OfThousandsOfClassesKeepsItsSize) {
  std::vector<EvalRecord> records;
  for (size_t i = 0; i < 20'000; ++i) records.push_back(Record(i, i + 1, 1));
  const StatusOr<Picture> chart = ConfusionChart(
      Evaluate(records, 0), std::vector<std::string>(20'001, "x"));
  ASSERT_TRUE(chart.ok());
  EXPECT_LE(chart->h, 2100u);
}

}  // namespace
}  // namespace camglass
