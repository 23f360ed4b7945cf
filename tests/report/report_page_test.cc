#include "tools/report/report_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/report/confusion_section.h"
#include "tools/report/findings_section.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr size_t kMegabyte = 1'000'000;

EvalRecord Record(const std::string& picture, size_t label, size_t predicted) {
  EvalRecord record;
  record.picture = picture;
  record.label = label;
  record.top = {predicted};
  record.scores = {0.75f};
  record.label_score = 0.25f;
  return record;
}

std::string PageOf(const std::vector<EvalRecord>& records,
                   const std::vector<std::string>& classes,
                   const ReportPictures& pictures = {},
                   const std::string& findings = "") {
  const Evaluation evaluation = Evaluate(records, 10);
  return ReportPage(
      {"net", "folder", evaluation, records, classes, pictures, findings});
}

size_t Count(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + 1))
    ++count;
  return count;
}

TEST(ReportPage, LeadsFromTheMatrixToThePictures) {
  ReportPictures pictures;
  pictures.mistakes.push_back({1, {Jpeg{1}, Jpeg{2}, Jpeg{3}, Jpeg{4}}});
  const std::string page = PageOf(
      {Record("a.jpg", 0, 0), Record("b.jpg", 0, 1)}, {"cat", "dog"}, pictures);
  EXPECT_THAT(page, HasSubstr("<a href=\"#p0-1\">1</a>"));
  EXPECT_THAT(page, HasSubstr("<h3 id=\"p0-1\"><bdi>cat</bdi> predicted as"));
  EXPECT_THAT(page, HasSubstr("<a href=\"#m1\"><bdi>b.jpg</bdi></a>"));
  EXPECT_THAT(page, HasSubstr("<p id=\"m1\">"));
  EXPECT_EQ(Count(page, "<img "), 4u);
  EXPECT_THAT(page, HasSubstr("<td class=\"s3 right\""));
}

// Each link of the page has its end in the page.
TEST(ReportPage, HasNoLinkWithoutAnEnd) {
  std::vector<EvalRecord> records;
  for (size_t i = 0; i < 3000; ++i)
    records.push_back(Record("p" + std::to_string(i), i % 53, i % 59));
  const std::string page =
      PageOf(records, std::vector<std::string>(60, "name"));
  size_t links = 0;
  for (size_t at = page.find("href=\"#"); at != std::string::npos;
       at = page.find("href=\"#", at + 1)) {
    const size_t begin = at + 7;
    const std::string id = page.substr(begin, page.find('"', begin) - begin);
    EXPECT_THAT(page, HasSubstr("id=\"" + id + "\"")) << id;
    ++links;
  }
  EXPECT_GT(links, 100u);
}

TEST(ReportPage, HostileNamesDoNoHarm) {
  const std::string script = "<script>alert(1)</script>";
  const std::string quotes = "\"'><img src=x onerror=alert(1)>";
  const std::string turned =
      "\xE2\x80\xAE"
      "evil";
  const std::string page = PageOf(
      {Record(script, 0, 1), Record(quotes, 1, 2), Record(turned, 2, 0)},
      {script, quotes, turned + std::string(200, 'w')}, {},
      R"({"summary":"<script>x</script>","findings":[{"sentence":"<b>"}]})");
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img src=x")));
  EXPECT_THAT(page, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

// Names as long as they can be, each image full: still one file that opens.
TEST(ReportPage, StaysBelow20MegabytesWith100000Pictures) {
  constexpr size_t kClasses = 5000;
  std::vector<EvalRecord> records;
  for (size_t i = 0; i < 100'000; ++i)
    records.push_back(Record(std::string(200, 'p') + std::to_string(i),
                             i % kClasses, i * 7919 % kClasses));
  const std::vector<std::string> classes(kClasses, std::string(200, '&'));
  ReportPictures pictures;
  const ReportLimits limits;
  const Jpeg image(limits.image_bytes / (4 * limits.mistakes));
  for (size_t i = 0; i < limits.mistakes; ++i)
    pictures.mistakes.push_back({i + 1, {image, image, image, image}});
  const std::string page = PageOf(records, classes, pictures);
  EXPECT_LT(page.size(), 20 * kMegabyte);
  EXPECT_GT(page.size(), 12 * kMegabyte);  // the images are in it
}

TEST(ReportPage, ListsWhatCouldNotBeRead) {
  EvalRecord broken;
  broken.picture = "broken.jpg";
  broken.error = "the JPEG is damaged";
  const std::string page = PageOf({broken, Record("a", 0, 0)}, {"cat", "dog"});
  EXPECT_THAT(page, HasSubstr("<bdi>broken.jpg</bdi>: the JPEG is damaged"));
}

TEST(MatrixClasses, AreThoseWithTheMostMistakesInTheirOrder) {
  std::vector<EvalRecord> records;
  for (int i = 0; i < 3; ++i) records.push_back(Record("a", 7, 2));
  records.push_back(Record("b", 1, 4));
  records.push_back(Record("c", 0, 0));
  EXPECT_THAT(MatrixClasses(Evaluate(records, 0), 2), ElementsAre(2, 7));
  EXPECT_THAT(MatrixClasses(Evaluate(records, 0), 10),
              ElementsAre(0, 1, 2, 4, 7));
}

// As tools/audit/FORMAT.md has it.
constexpr const char* kFindings = R"({"schema":1,"findings":[{"rank":1,
  "kind":"colour","place":"whole","classes":["cat","dog"],"owner":"cat",
  "share":0.57,"share_low":0.47,"p":0.0001,"n":32,"accuracy_own":1.0,
  "accuracy_other":0.25,"accuracy_erased":0.75,
  "sentence":"cat is told from dog by the colours of the whole picture."}],
  "asked":[{"question":"corner","kind":"mark","place":"top-left",
  "classes":["cat",null],"n":32,"share":0.01,"share_low":null,"p_corrected":1,
  "detectable":0.02,"found":false,"why":"not significant"}],
  "summary":"1 dependence was found.","reminder":"Dependence is not guilt."})";

TEST(FindingsSection, HasTheSentenceTheNumbersAndAllQuestions) {
  const std::string html = FindingsSection(kFindings);
  EXPECT_THAT(html, HasSubstr("1. colour (whole)"));
  EXPECT_THAT(html, HasSubstr("cat is told from dog by the colours"));
  EXPECT_THAT(html, HasSubstr("<b>57.0 %</b>hangs on it, at least 47.0 %"));
  EXPECT_THAT(html, HasSubstr("<b>25.0 %</b>right with it from another class"));
  EXPECT_THAT(html, HasSubstr("<b><bdi>cat</bdi></b>has the cue"));
  EXPECT_THAT(html, HasSubstr("corner (top-left)"));
  EXPECT_THAT(html, HasSubstr("<bdi>cat</bdi>, all others"));
  EXPECT_THAT(html, HasSubstr("<td>1.0 %</td><td>–</td><td>1</td>"));
  EXPECT_THAT(html, HasSubstr("Dependence is not guilt."));
}

// Also with names of 200 characters, and the last number is at its end.
TEST(FindingsSection, HasLongSentencesToTheirEnds) {
  const std::string sentence = std::string(900, 'x') + " erased: 0.75.";
  EXPECT_THAT(
      FindingsSection(R"({"findings":[{"sentence":")" + sentence + R"("}]})"),
      HasSubstr(sentence));
}

TEST(FindingsSection, WithoutFindingsSaysWhoFindsThem) {
  for (const char* none : {"", "[]", "{"})
    EXPECT_THAT(FindingsSection(none), HasSubstr("camtool audit"));
}

TEST(FindingsSection, TakesOtherShapesForNothing) {
  const std::string html = FindingsSection(
      R"({"findings":[5,{"rank":"x","classes":{}},null],"asked":"none"})");
  EXPECT_THAT(html, HasSubstr("</section>"));
}

}  // namespace
}  // namespace camglass
