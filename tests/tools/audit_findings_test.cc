// What is told of records whose dependences are known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tools/audit/audit_questions.h"
#include "tools/audit/contrast_map.h"
#include "tools/audit/finding_text.h"
#include "tools/audit/findings.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr size_t kPerHalf = 12;
constexpr double kMargin = 2;  // of every class's pictures: a gap of 4

// What is known of the records.
struct Truth {
  size_t classes = 2;
  size_t owner = 0;
  // By how much an exchange with another class moves margins where the owner is
  // involved.
  std::map<Question, double> effect;
  double noise = 0.2;
  bool corner_stands_out = false;
  bool edge_stands_out = false;
};

class Records {
 public:
  explicit Records(const Truth& truth) : truth_(truth) {
    for (size_t c = 0; c < truth.classes; ++c) {
      classes_.push_back(10 + c);
      names_.push_back("class" + std::to_string(c));
      for (size_t i = 0; i < kPerHalf; ++i) {
        records_.push_back(Make(c, AuditHalf::kSuggest, i));
        records_.push_back(Make(c, AuditHalf::kConfirm, i));
      }
    }
  }

  AuditData data() const { return {records_, classes_}; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  static std::string Name(size_t c, AuditHalf half, size_t i) {
    return std::to_string(c) + (half == AuditHalf::kConfirm ? "c" : "s") +
           std::to_string(i);
  }

  // Logits with this margin for class c; the others are alike.
  std::vector<float> Logits(size_t c, double margin) const {
    std::vector<float> logits(truth_.classes, 0.0f);
    logits[c] = static_cast<float>(
        margin + std::log(static_cast<double>(truth_.classes - 1)));
    return logits;
  }

  double Noise(size_t i) const {
    return truth_.noise * (static_cast<double>(i * 7 % 5) - 2) / 2;
  }

  void Add(AuditRecord* record, size_t c, Question question, Place place,
           bool owners, size_t i) const {
    const auto found = truth_.effect.find(question);
    const double effect =
        owners && found != truth_.effect.end() ? found->second : 0;
    const auto add = [&](Donor from, double margin) {
      record->exchanges.push_back({question, place, from, Logits(c, margin)});
    };
    add(Donor::kOwn, kMargin + Noise(i));
    add(Donor::kOther, kMargin - effect + Noise(i + 1));
    add(Donor::kErased, kMargin - (c == truth_.owner ? effect : 0));
    if (question == Question::kBorder || question == Question::kCorner) {
      add(Donor::kOwnMean, kMargin + Noise(i));
      add(Donor::kOtherMean, kMargin - effect + Noise(i + 1));
    }
  }

  AuditRecord Make(size_t c, AuditHalf half, size_t i) const {
    AuditRecord record;
    record.seen.picture = Name(c, half, i);
    record.seen.label = 10 + c;
    record.half = half;
    record.logits = Logits(c, kMargin);
    record.margin = kMargin;
    record.evidence.resize(truth_.classes);
    // The bottom-left corner and the right edge speak for the owner.
    const float own = c == truth_.owner ? 5.0f : 0.0f;
    for (auto& sums : record.evidence) {
      sums.fill(static_cast<float>(Noise(i)));
      if (truth_.corner_stands_out) sums[2] += own;
      if (truth_.edge_stands_out) sums[7] += own;
    }
    if (half == AuditHalf::kSuggest) return record;
    const size_t other = (c + 1 + i % (truth_.classes - 1)) % truth_.classes;
    record.own_donor = Name(c, half, (i + 1) % kPerHalf);
    record.other_donor = Name(other, half, i);
    const bool owners = c == truth_.owner || other == truth_.owner;
    Add(&record, c, Question::kColour, Place::kWhole, owners, i);
    Add(&record, c, Question::kTexture, Place::kWhole, owners, i);
    Add(&record, c, Question::kBorder, Place::kAround, owners, i);
    for (const Place place :
         {Place::kTop, Place::kBottom, Place::kLeft, Place::kRight})
      Add(&record, c, Question::kEdge, place, owners, i);
    for (const Place place : {Place::kTopLeft, Place::kTopRight,
                              Place::kBottomLeft, Place::kBottomRight})
      Add(&record, c, Question::kCorner, place, owners, i);
    return record;
  }

  Truth truth_;
  std::vector<AuditRecord> records_;
  std::vector<size_t> classes_;
  std::vector<std::string> names_;
};

struct Answer {
  std::vector<AskedQuestion> asked;
  Verdict verdict;
  std::vector<std::string> found;  // "colour whole"
};

Answer Ask(const Records& records, double least_share = 0) {
  Answer answer;
  answer.asked = AskAll(records.data(), least_share);
  answer.verdict =
      Judge(records.data(), answer.asked, least_share, records.names());
  for (const Finding& finding : answer.verdict.findings) {
    const AskedQuestion& asked = answer.asked[finding.asked];
    answer.found.push_back(
        std::string(kQuestionNames[static_cast<size_t>(asked.question)]) + " " +
        std::string(NameOf(asked.place)));
  }
  return answer;
}

TEST(AskAll, SharesOfTheGap) {
  const Records records({.effect = {{Question::kColour, 1.6}}});
  EXPECT_NEAR(GapOf(records.data(), 0), 4, 1e-6);
  const std::vector<AskedQuestion> asked = AskAll(records.data());
  ASSERT_EQ(asked.size(), kQuestions);
  EXPECT_EQ(asked[0].n, 2 * kPerHalf);
  EXPECT_NEAR(asked[0].test->freedom, 2 * kPerHalf - 2, 1e-12);
  // Twelve differences of noise leave a little of it.
  EXPECT_NEAR(*asked[0].share, 0.4, 0.02);
  EXPECT_NEAR(*asked[0].share_low,
              *asked[0].share * (1 - 2.33 / asked[0].test->t), 1e-9);
  EXPECT_NEAR(asked[0].loss, 1.6, 1e-6);
  EXPECT_NEAR(asked[0].others_loss, 0, 1e-6);
  EXPECT_EQ(*asked[0].all.other, 1);  // a margin of 0.4 is still right
  EXPECT_GT(asked[1].p_corrected, kAlpha);
}

TEST(Judge, ColourWithItsOwner) {
  for (const size_t owner : {0u, 1u}) {
    const Records records({.owner = owner, .effect = {{Question::kColour, 3}}});
    const Answer answer = Ask(records);
    EXPECT_THAT(answer.found, ElementsAre("colour whole"));
    EXPECT_EQ(answer.verdict.findings[0].owner, owner);
    const std::string sentence = SentenceOf(
        answer.asked[0], answer.verdict.findings[0], records.names());
    const std::string a = "class" + std::to_string(owner);
    const std::string b = "class" + std::to_string(1 - owner);
    EXPECT_THAT(sentence,
                HasSubstr(a + " is told from " + b +
                          " by the colours of the whole picture: with the "
                          "colours of " +
                          b +
                          " pictures its accuracy falls from 1.00 to 0.00 (of "
                          "other " +
                          a + " pictures: 1.00); "));
    EXPECT_THAT(sentence, HasSubstr("In grey: 0.00."));
  }
}

TEST(Judge, NothingIsSaidPlainly) {
  const Answer answer = Ask(Records({}));
  EXPECT_THAT(answer.found, IsEmpty());
  EXPECT_THAT(SummaryOf(answer.asked, answer.verdict),
              HasSubstr("No dependence on colour, texture, border, edges or "
                        "corners above"));
  EXPECT_EQ(answer.verdict.why[0], "may be chance");
}

TEST(Judge, ASurelySmallShareIsTooSmall) {
  const Answer answer =
      Ask(Records({.effect = {{Question::kTexture, 0.4}}, .noise = 0.01}));
  EXPECT_THAT(answer.found, IsEmpty());
  EXPECT_EQ(answer.verdict.why[1], "too small a share");
}

TEST(Judge, MinShareHides) {
  const Records records({.effect = {{Question::kColour, 1.6}}});
  EXPECT_THAT(Ask(records, 0.3).found, ElementsAre("colour whole"));
  const Answer answer = Ask(records, 0.5);
  EXPECT_THAT(answer.found, IsEmpty());
  EXPECT_THAT(SummaryOf(answer.asked, answer.verdict),
              HasSubstr("some are below --min-share"));
  // What was hidden has not been looked for: a share of 0.4 would be missed.
  EXPECT_GT(*answer.asked[0].detectable, 0.5);
}

TEST(Judge, TheSmallestSufficientPlace) {
  Truth truth;
  truth.effect = {{Question::kBorder, 2}, {Question::kCorner, 1.5}};
  EXPECT_THAT(Ask(Records(truth)).found, ElementsAre("border around"));
  truth.corner_stands_out = true;
  const Answer mark = Ask(Records(truth));
  EXPECT_THAT(mark.found, ElementsAre("corner bottom-left"));
  EXPECT_FALSE(mark.verdict.findings[0].owner.has_value());
  EXPECT_EQ(mark.verdict.why[2], "the corner alone explains it");
  truth.effect[Question::kCorner] = 0.4;  // a fifth of the border's
  EXPECT_THAT(Ask(Records(truth)).found,
              ElementsAre("border around", "corner bottom-left"));
  truth.edge_stands_out = true;
  truth.effect[Question::kEdge] = 1.6;
  EXPECT_THAT(Ask(Records(truth)).found, ElementsAre("edge right"));
  truth.effect.erase(Question::kCorner);
  // A ring, of which the network looks at one side most.
  truth.effect[Question::kEdge] = 1.2;
  EXPECT_THAT(Ask(Records(truth)).found, ElementsAre("border around"));
}

TEST(Judge, ColoursOfTheWholePictureTakeTheBorderAlong) {
  Truth truth;
  truth.effect = {{Question::kBorder, 2}, {Question::kColour, 1.6}};
  EXPECT_THAT(Ask(Records(truth)).found, ElementsAre("colour whole"));
  truth.effect[Question::kColour] = 1;
  EXPECT_THAT(Ask(Records(truth)).found,
              ElementsAre("border around", "colour whole"));
}

// Colours that move enough to explain the border, but by themselves not surely
// enough to be told.
TEST(Judge, ABorderIsToldAsTheColoursThatExplainIt) {
  Truth truth;
  truth.effect = {{Question::kBorder, 0.44}, {Question::kColour, 0.38}};
  truth.noise = 0.05;
  const Answer both = Ask(Records(truth));
  EXPECT_LT(*both.asked[0].share_low, LeastShare(Question::kColour));
  EXPECT_THAT(both.found, ElementsAre("colour whole"));
  truth.effect.erase(Question::kBorder);
  const Answer colour = Ask(Records(truth));
  EXPECT_THAT(colour.found, IsEmpty());
  EXPECT_EQ(colour.verdict.why[0], "too small a share");
}

TEST(Judge, OfThreeClassesTheOneThatHasItIsTold) {
  const Records records(
      {.classes = 3, .owner = 1, .effect = {{Question::kColour, 3}}});
  const Answer answer = Ask(records);
  EXPECT_EQ(answer.asked.size(), 3 * kQuestions);
  ASSERT_THAT(answer.found, ElementsAre("colour whole"));
  EXPECT_EQ(answer.asked[answer.verdict.findings[0].asked].c, 1u);
  EXPECT_EQ(answer.verdict.findings[0].owner, 1u);
  EXPECT_EQ(answer.verdict.why[0], "explained by class1");
  EXPECT_THAT(SentenceOf(answer.asked[kQuestions], answer.verdict.findings[0],
                         records.names()),
              HasSubstr("class1 is told from the other classes by"));
}

// Class 1 has colours of its own, and with them a border; by the border alone
// no class differs from another. Its colours just explain its border; where
// half of the pictures are its, noise makes them just not.
TEST(Judge, AToldClassExplainsWhatItsOtherPropertiesDoToOthers) {
  const Records records(
      {.classes = 3,
       .owner = 1,
       .effect = {{Question::kColour, 0.8}, {Question::kBorder, 1.058}},
       .noise = 0.1});
  const Answer answer = Ask(records);
  EXPECT_THAT(answer.found, ElementsAre("colour whole"));
  for (const size_t c : {size_t{0}, size_t{2}})
    EXPECT_EQ(answer.verdict.why[c * kQuestions + 2], "explained by class1");
}

// The questions of one class of two, answered by hand.
struct Answered {
  double share = 0;
  double share_low = 0;
  double p = 1;
};

std::vector<std::string> Told(const std::map<Question, Answered>& answers) {
  std::vector<AskedQuestion> asked(kQuestions);
  for (size_t i = 0; i < kQuestions; ++i) {
    asked[i].question = static_cast<Question>(i);
    asked[i].gap = 4;
    const auto found = answers.find(asked[i].question);
    if (found == answers.end()) continue;
    asked[i].test.emplace();
    asked[i].p_corrected = found->second.p;
    asked[i].share = asked[i].share_mean = found->second.share;
    asked[i].share_low = found->second.share_low;
    asked[i].dominates = true;
  }
  const std::vector<size_t> classes = {10, 11};
  std::vector<std::string> told;
  for (const Finding& finding :
       Judge({{}, classes}, asked, 0, {"a", "b"}).findings)
    told.emplace_back(
        kQuestionNames[static_cast<size_t>(asked[finding.asked].question)]);
  return told;
}

TEST(Judge, OneBorderIsOneFinding) {
  // Texture is told by itself and is the border; colour's share is too small.
  EXPECT_THAT(Told({{Question::kTexture, {0.6, 0.4, 1e-5}},
                    {Question::kBorder, {0.2, 0.15, 1e-5}},
                    {Question::kColour, {0.16, 0.05, 1e-5}}}),
              ElementsAre("texture"));
  // By itself told, neither takes what the other explains.
  EXPECT_THAT(Told({{Question::kBorder, {0.2, 0.15, 1e-5}},
                    {Question::kColour, {0.16, 0.05, 1e-5}}}),
              ElementsAre("colour"));
}

TEST(Judge, ABorderThatMayBeChanceHidesNoEdge) {
  EXPECT_THAT(Told({{Question::kEdge, {0.2, 0.12, 1e-5}},
                    {Question::kBorder, {0.3, 0.12, 0.6}}}),
              ElementsAre("edge"));
  // A ring that is sure is told whole.
  EXPECT_THAT(Told({{Question::kEdge, {0.2, 0.12, 1e-5}},
                    {Question::kBorder, {0.4, 0.3, 1e-5}}}),
              ElementsAre("border"));
}

}  // namespace
}  // namespace camglass
