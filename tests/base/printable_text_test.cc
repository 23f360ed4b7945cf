#include "engine/base/printable_text.h"

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

// The controls of Unicode's categories Cc, Zl and Zp, and those of its
// bidirectional algorithm (UAX 9).
TEST(PrintableText, DrawsNoControls) {
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(PrintableText("a\xC2\x9B"  // U+009B, a C1 control sequence
                          "b\xE2\x80\xA8"
                          "c"),
            "a b c");
  EXPECT_EQ(PrintableText("\xE2\x80\xAE"  // U+202E, right-to-left override
                          "x\xE2\x81\xA6"),
            mark + "x" + mark);
  EXPECT_EQ(PrintableText("\xE2\x80\x8F"), "\xE2\x80\x8F");  // a mark stays
}

TEST(EscapedText, SpellsOutWhatTerminalsObey) {
  EXPECT_EQ(EscapedText("\x1B[31m"), "\\x1B[31m");
  EXPECT_EQ(EscapedText("a\nb\tc\rd\x7F"), "a\\nb\\tc\\x0Dd\\x7F");
  EXPECT_EQ(EscapedText("\xC2\x9B"
                        "31m"),
            "\\u009B31m");
  EXPECT_EQ(EscapedText("\xE2\x80\xAE\xE2\x80\x8E\xE2\x81\xA9\xD8\x9C"),
            "\\u202E\\u200E\\u2069\\u061C");
  EXPECT_EQ(EscapedText("\xFF\xE2\x82"), "\\xFF\\xE2\\x82");
  EXPECT_EQ(EscapedText("caf\xC3\xA9 \xE7\x8C\xAB"),
            "caf\xC3\xA9 \xE7\x8C\xAB");
}

TEST(EscapedText, StaysWhenEscapedTwice) {
  const std::string once = EscapedText("a\n\x1B\xC2\x85\xE2\x80\xAE\xFFz");
  EXPECT_EQ(EscapedText(once), once);
}

// Every byte and every pair of bytes: what comes out has neither a control nor
// a byte outside UTF-8, which a walk of its own checks.
TEST(EscapedText, LeavesNothingRaw) {
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) {
      const std::string in = {static_cast<char>(a), static_cast<char>(b)};
      const std::string out = EscapedText(in);
      const bool two_bytes = a >= 0xC2 && a <= 0xDF && b >= 0x80 && b <= 0xBF;
      if (two_bytes && !(a == 0xC2 && b < 0xA0) && !(a == 0xD8 && b == 0x9C))
        EXPECT_EQ(out, in);
      else
        for (const char ch : out) EXPECT_TRUE(ch >= 0x20 && ch < 0x7F);
    }
}

TEST(EscapedJson, KeepsTheValue) {
  EXPECT_EQ(EscapedJson("{\"name\":\"a\x7F\xC2\x9B\xE2\x80\xAE\"}\n"),
            "{\"name\":\"a\\u007F\\u009B\\u202E\"}\n");
  EXPECT_EQ(EscapedJson("\"caf\xC3\xA9\""), "\"caf\xC3\xA9\"");
}

TEST(PrintableText, CountsCharacters) {
  EXPECT_EQ(CharacterCount("caf\xC3\xA9"), 4u);
  EXPECT_EQ(FirstCharacters("caf\xC3\xA9s", 4), "caf\xC3\xA9");
  EXPECT_EQ(FirstCharacters("abc", 0), "");
  EXPECT_EQ(FirstCharacters("abc", 9), "abc");
}

}  // namespace
}  // namespace camglass
