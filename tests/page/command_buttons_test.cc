#include "camapp/page/command_buttons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "camapp/viewer/command.h"

namespace camglass {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CommandButtons, HasEveryCommandThatIsNotTheWindowsAlone) {
  const std::string html = CommandButtons();
  for (const CommandInfo& info : Commands()) {
    const std::string name = std::string("data-name=\"") + info.name + "\"";
    if (info.window_only) {
      EXPECT_THAT(html, Not(HasSubstr(name)));
    } else {
      EXPECT_THAT(html, HasSubstr(name));
    }
  }
  EXPECT_THAT(html, HasSubstr("data-page=\"full-screen\""));
  EXPECT_THAT(html, HasSubstr("data-number=\"3\""));
}

TEST(CommandButtons, AreInThePage) {
  EXPECT_THAT(PageWithButtons(), HasSubstr(CommandButtons()));
}

TEST(EscapedForHtml, LeavesNothingThatEndsTextOrAttributes) {
  EXPECT_EQ(EscapedForHtml("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
}

}  // namespace
}  // namespace camglass
