#include "tools/audit/separated_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<SeparatedRow> Parse(std::string_view text) {
  auto rows = ParseSeparatedValues(text);
  EXPECT_TRUE(rows.ok()) << rows.status().message();
  return rows.ok() ? *std::move(rows) : std::vector<SeparatedRow>();
}

TEST(SeparatedValues, CommasTabsAndLineEnds) {
  const auto commas = Parse("a.jpg,cat\r\nb.jpg,dog");
  ASSERT_EQ(commas.size(), 2u);
  EXPECT_THAT(commas[0].fields, ElementsAre("a.jpg", "cat"));
  EXPECT_THAT(commas[1].fields, ElementsAre("b.jpg", "dog"));
  const auto tabs = Parse("a, b.jpg\tcat\n\n\nc.jpg\tdog\n");
  ASSERT_EQ(tabs.size(), 2u);
  EXPECT_THAT(tabs[0].fields, ElementsAre("a, b.jpg", "cat"));
  EXPECT_EQ(tabs[1].line, 4u);
}

TEST(SeparatedValues, QuotedFields) {
  const auto rows = Parse("\"a,\"\"b\"\"\n.jpg\",\"cat\",\nc,\"\"\n");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_THAT(rows[0].fields, ElementsAre("a,\"b\"\n.jpg", "cat", ""));
  EXPECT_THAT(rows[1].fields, ElementsAre("c", ""));
  EXPECT_EQ(rows[1].line, 3u);
}

TEST(SeparatedValues, ByteOrderMarkAndNothing) {
  EXPECT_THAT(Parse("\xEF\xBB\xBF"
                    "a,b")[0]
                  .fields,
              ElementsAre("a", "b"));
  EXPECT_THAT(Parse(""), IsEmpty());
  EXPECT_THAT(Parse("\n\r\n"), IsEmpty());
}

TEST(SeparatedValues, SaysWhichLineIsWrong) {
  EXPECT_THAT(ParseSeparatedValues("a,b\nc,\"d").status().message(),
              HasSubstr("line 2 has a quote that is not closed"));
  EXPECT_THAT(ParseSeparatedValues("a,\"b\"c").status().message(),
              HasSubstr("line 1 goes on after a closing quote"));
}

TEST(SeparatedValues, FieldsAreQuotedAndNeverFormulas) {
  EXPECT_EQ(CommaSeparatedField("cat"), "cat");
  EXPECT_EQ(CommaSeparatedField("a,\"b\""), "\"a,\"\"b\"\"\"");
  EXPECT_EQ(CommaSeparatedField("=1+1"), "'=1+1");
  EXPECT_EQ(CommaSeparatedField("@a,b"), "\"'@a,b\"");
  EXPECT_EQ(CommaSeparatedField(""), "");
}

}  // namespace
}  // namespace camglass
