#include "tools/audit/audit_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/audit/base64.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr RecordShape kShape = {5, 2, {1, 2}};

AuditRecord Example() {
  AuditRecord record;
  record.seen.picture = "cat/a.jpg";
  record.seen.label = 3;
  record.seen.top = {3, 1};
  record.seen.scores = {0.75f, 0.2f};
  record.seen.label_score = 0.75f;
  record.half = AuditHalf::kConfirm;
  record.logits = {1.1f, -2.5f};
  record.margin = 3.6;
  record.size = {224, 299};
  record.evidence.resize(2);
  record.evidence[1].fill(0.1f);
  record.colours.assign(147, 77);
  record.map = {0x3C00, 0xC000};  // 1 and -2
  record.own_donor = "cat/b.jpg";
  record.other_donor = "dog/c.jpg";
  record.exchanges = {
      {Question::kCorner, Place::kBottomLeft, Donor::kOtherMean, {0.3f, 7}}};
  return record;
}

TEST(AuditRecord, ComesBackAsItWas) {
  const std::string line = ToLine(Example());
  EXPECT_THAT(line, HasSubstr(R"("half":"confirm")"));
  EXPECT_THAT(line, HasSubstr(R"("map":"ADwAwA==")"));  // by base64(1)
  EXPECT_THAT(line, HasSubstr(R"({"question":"corner","place":"bottom-left",)"
                              R"("from":"other mean","logits":[)"));
  const auto record = ParseAuditLine(line, kShape);
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(ToLine(*record), line);
  EXPECT_EQ(record->size.w, 299u);
  EXPECT_THAT(record->exchanges[0].logits, ElementsAre(0.3f, 7.0f));
}

TEST(AuditRecord, OfAPictureThatCannotBeRead) {
  AuditRecord record;
  record.seen.picture = "a";
  record.seen.error = "it is empty";
  record.half = AuditHalf::kSuggest;
  const auto back = ParseAuditLine(ToLine(record), kShape);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->half, AuditHalf::kSuggest);
  EXPECT_EQ(back->seen.error, "it is empty");
  std::string line = ToLine(Example());
  line.replace(line.find("\"score\":"), 8, "\"error\":\"\",\"score\":");
  EXPECT_FALSE(ParseAuditLine(line, kShape).ok());
}

TEST(AuditRecord, RefusesWhatDoesNotFit) {
  const std::string line = ToLine(Example());
  const auto with = [&line](const std::string& from, const std::string& to) {
    std::string changed = line;
    const size_t at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    changed.replace(at, from.size(), to);
    return ParseAuditLine(changed, kShape).ok();
  };
  EXPECT_TRUE(with("confirm", "confirm"));
  EXPECT_FALSE(with("\"confirm\"", "\"both\""));
  EXPECT_FALSE(with("\"half\"", "\"haf\""));
  EXPECT_FALSE(with("\"class\":3", "\"class\":5"));
  EXPECT_FALSE(with("\"logits\":[", "\"logits\":[0,"));
  EXPECT_FALSE(with("\"logits\":[1", "\"logits\":[1e99"));
  EXPECT_FALSE(with("\"margin\":3.6", "\"margin\":null"));
  EXPECT_FALSE(with("[224,299]", "[0,299]"));
  EXPECT_FALSE(with("[224,299]", "[224,299e30]"));
  EXPECT_FALSE(with("\"colours\":[77", "\"colours\":[256"));
  EXPECT_FALSE(with("\"evidence\":[[0.0,", "\"evidence\":[["));
  EXPECT_FALSE(with("ADwAwA==", "ADwA"));
  EXPECT_FALSE(with("ADwAwA==", "ADwAw*=="));
  EXPECT_FALSE(with("\"corner\"", "\"middle\""));
  EXPECT_FALSE(with("bottom-left", "there"));
  EXPECT_FALSE(with("other mean", "nobody"));
  EXPECT_FALSE(with("{\"own\"", "{\"none\""));
  EXPECT_FALSE(ParseAuditLine(line.substr(0, line.size() / 2), kShape).ok());
  EXPECT_FALSE(ParseAuditLine("[]", kShape).ok());
  EXPECT_THAT(ParseAuditLine(line + std::string(2'000'000, ' '), kShape)
                  .status()
                  .message(),
              HasSubstr("too long"));
}

// RFC 4648, section 10.
TEST(Base64, TheStandardsExamples) {
  const auto encode = [](std::string_view text) {
    return Base64(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_EQ(encode(""), "");
  EXPECT_EQ(encode("f"), "Zg==");
  EXPECT_EQ(encode("fo"), "Zm8=");
  EXPECT_EQ(encode("foob"), "Zm9vYg==");
  EXPECT_EQ(encode("foobar"), "Zm9vYmFy");
  EXPECT_THAT(*FromBase64("Zm8="), ElementsAre('f', 'o'));
  for (const char* wrong : {"Zg=", "Zh==", "Z===", "====", "Zg==Zg==", "Zm 8"})
    EXPECT_FALSE(FromBase64(wrong).has_value()) << wrong;
}

}  // namespace
}  // namespace camglass
