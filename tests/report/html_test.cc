#include "tools/report/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace camglass {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(HtmlText, LeavesNothingThatBeginsATagOrEndsAnAttribute) {
  EXPECT_EQ(HtmlText("<script>alert('x')</script>"),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  EXPECT_EQ(HtmlText("\" onload=\"x & y"), "&quot; onload=&quot;x &amp; y");
}

// U+202E turns what follows it, also what others wrote.
TEST(HtmlText, LeavesNothingThatTurnsTheText) {
  const std::string text = HtmlText(
      "a\xE2\x80\xAE"
      "b\x1B[31m\xFF");
  EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(text, Not(HasSubstr("\x1B")));
  EXPECT_THAT(text, Not(HasSubstr("\xFF")));
}

TEST(HtmlText, CutsWhatIsVeryLong) {
  EXPECT_EQ(HtmlText(std::string(300, 'x')), std::string(300, 'x'));
  EXPECT_THAT(HtmlText(std::string(70000, 'x')), EndsWith("xx…"));
  EXPECT_LT(HtmlText(std::string(70000, '&')).size(), 2000u);
  EXPECT_EQ(HtmlText(std::string(301, 'x'), 301), std::string(301, 'x'));
}

TEST(HtmlName, IsADirectionOfItsOwn) {
  EXPECT_EQ(HtmlName("\xD7\x9B\xD7\x9C\xD7\x91"),
            "<bdi>\xD7\x9B\xD7\x9C\xD7\x91</bdi>");
}

TEST(PercentText, HasADashForNothing) {
  EXPECT_EQ(PercentText(0.4567), "45.7 %");
  EXPECT_EQ(PercentText(std::nan("")), "–");
}

}  // namespace
}  // namespace camglass
