#include "tools/audit/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tools/audit/evaluation_text.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

EvalRecord Seen(const char* name, size_t label, std::vector<size_t> top,
                float score) {
  EvalRecord record;
  record.picture = name;
  record.label = label;
  record.scores.assign(top.size(), 0.0f);
  record.scores[0] = score;
  record.top = std::move(top);
  return record;
}

std::vector<EvalRecord> FourPictures() {
  std::vector<EvalRecord> records = {
      Seen("a", 0, {0, 1, 2}, 0.9f), Seen("b", 0, {1, 0, 2}, 0.6f),
      Seen("c", 2, {1, 0, 3}, 0.8f), Seen("d", 1, {1, 2, 0}, 1.0f)};
  EvalRecord broken;
  broken.picture = "e";
  broken.error = "the file is empty";
  records.push_back(broken);
  return records;
}

TEST(Evaluate, CountsByHand) {
  const Evaluation evaluation = Evaluate(FourPictures(), 10);
  EXPECT_EQ(evaluation.pictures, 4u);
  EXPECT_EQ(evaluation.unreadable, 1u);
  EXPECT_EQ(evaluation.top1.value, 0.5);
  EXPECT_EQ(evaluation.top5.value, 0.75);
  ASSERT_EQ(evaluation.classes.size(), 3u);
  EXPECT_EQ(evaluation.classes.at(0).pictures, 2u);
  EXPECT_EQ(evaluation.classes.at(0).right, 1u);
  EXPECT_EQ(evaluation.classes.at(0).in_top5, 2u);
  EXPECT_EQ(evaluation.classes.at(1).predicted, 3u);
  EXPECT_EQ(evaluation.classes.at(2).predicted, 0u);
  EXPECT_EQ(evaluation.confusion.at({2, 1}), 1u);
  // Each picture is alone in its bin: |1 - .9| + |0 - .6| + |0 - .8| + |1 - 1|.
  EXPECT_NEAR(evaluation.calibration_error, 1.5 / 4, 1e-6);
  EXPECT_THAT(evaluation.worst, ElementsAre(2, 1));
}

TEST(Evaluate, OrderDoesNotMatterAndNothingIsFine) {
  std::vector<EvalRecord> records = FourPictures();
  const Evaluation one = Evaluate(records, 1);
  EXPECT_EQ(one.worst.size(), 1u);
  std::reverse(records.begin(), records.end());
  const Evaluation other = Evaluate(records, 1);
  EXPECT_EQ(one.calibration_error, other.calibration_error);
  EXPECT_EQ(one.confusion, other.confusion);
  EXPECT_EQ(Evaluate({}, 5).top1.value, 0);
}

TEST(EvalRecord, LinesKeepEveryBitAndAnyName) {
  EvalRecord record = Seen("c\"at\n/\xC3\xA9.jpg", 3, {2, 3}, 0.1f);
  record.label_score = 1e-20f;
  const std::string line = ToLine(record);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto parsed = ParseEvalLine(line, 4);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->picture, record.picture);
  EXPECT_EQ(parsed->top, record.top);
  EXPECT_EQ(parsed->scores, record.scores);
  EXPECT_EQ(parsed->label_score, record.label_score);
  EXPECT_EQ(ToLine(*parsed), line);
}

TEST(EvalRecord, RefusesWhatIsNotARecord) {
  const char* const kWrong[] = {
      "",
      "{",
      "[]",
      "{}",
      R"({"picture":1,"class":0,"error":"x"})",
      R"({"picture":"a","class":4,"error":"x"})",
      R"({"picture":"a","class":-1,"error":"x"})",
      R"({"picture":"a","class":0,"error":1})",
      R"({"picture":"a","class":0,"error":""})",
      R"({"picture":"a","class":0,"score":1e99,"top":[[0,1]]})",
      R"({"picture":"a","class":0,"score":1,"top":[]})",
      R"({"picture":"a","class":0,"score":1,"top":[[4,1]]})",
      R"({"picture":"a","class":0,"score":1,"top":[[0,"x"]]})",
      R"({"picture":"a","class":0,"score":1,"top":[[0]]})",
      R"({"picture":"a","class":0,"score":"1","top":[[0,1]]})",
      R"({"picture":"a","class":0,"score":1,
          "top":[[0,1],[0,1],[0,1],[0,1],[0,1],[0,1]]})"};
  for (const char* line : kWrong)
    EXPECT_FALSE(ParseEvalLine(line, 4).ok()) << line;
}

TEST(EvaluationText, TablesHaveEveryClassAndNoFormulas) {
  const std::vector<EvalRecord> records = FourPictures();
  const Evaluation evaluation = Evaluate(records, 10);
  const std::vector<std::string> classes = {"=cmd()", "dog, \"big\"", "cat",
                                            "\x1b[31mred"};
  const EvaluationTexts texts{evaluation, records, classes};
  EXPECT_EQ(ConfusionCsv(texts),
            "class,'=cmd(),\"dog, \"\"big\"\"\",cat\n"
            "'=cmd(),1,1,0\n"
            "\"dog, \"\"big\"\"\",0,1,0\n"
            "cat,0,1,0\n");
  EXPECT_THAT(ClassesCsv(texts), HasSubstr("0,'=cmd(),2,1,0.500000,"));
  EXPECT_THAT(ForPeople(texts), HasSubstr("top-1 50.0 %"));
  EXPECT_THAT(ForPeople(texts), HasSubstr("c: cat, predicted dog"));
  EXPECT_THAT(ToJson(texts, "m", "s"), HasSubstr("\"unreadable\":1"));
}

}  // namespace
}  // namespace camglass
