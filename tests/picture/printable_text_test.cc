#include "camapp/picture/printable_text.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

TEST(PrintableText, KeepsValidText) {
  EXPECT_EQ(PrintableText("coffee mug"), "coffee mug");
  EXPECT_EQ(PrintableText("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\xBA"),
            "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\xBA");
}

TEST(PrintableText, ReplacesWhatCanNotBeDrawn) {
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(PrintableText("a\nb\tc\x7F"), "a b c ");
  EXPECT_EQ(PrintableText("a\xFF"
                          "b"),
            "a" + mark + "b");
  EXPECT_EQ(PrintableText("\xC0\xAF"), mark + mark);  // overlong
  EXPECT_EQ(PrintableText("\xE0\x80\x80"), mark + mark + mark);
  EXPECT_EQ(PrintableText("\xED\xA0\x80"), mark + mark + mark);  // surrogate
  EXPECT_EQ(PrintableText("\xF4\x90\x80\x80").size(), 4 * mark.size());
  EXPECT_EQ(PrintableText("\xE2\x82"), mark + mark);  // cut short
}

TEST(PrintableText, CountsCharacters) {
  EXPECT_EQ(CharacterCount("caf\xC3\xA9"), 4u);
  EXPECT_EQ(FirstCharacters("caf\xC3\xA9s", 4), "caf\xC3\xA9");
  EXPECT_EQ(FirstCharacters("abc", 0), "");
  EXPECT_EQ(FirstCharacters("abc", 9), "abc");
}

}  // namespace
}  // namespace camglass
