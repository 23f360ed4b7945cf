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
  EXPECT_THAT(html, HasSubstr("data-page=\"help\""));
  EXPECT_THAT(html, HasSubstr("data-number=\"3\""));
}

TEST(CommandButtons, AreInThePage) {
  EXPECT_THAT(PageWithCommands(), HasSubstr(CommandButtons()));
  EXPECT_THAT(PageWithCommands(), HasSubstr(HelpLinesHtml()));
}

TEST(HelpLinesHtml, TellsOfEveryButton) {
  const std::string html = HelpLinesHtml();
  for (const CommandInfo& info : Commands()) {
    const std::string line = "<dd>" + EscapedForHtml(info.help) + "</dd>";
    const bool is_of_page = info.kind == CommandKind::kFullScreen ||
                            info.kind == CommandKind::kHelp;
    EXPECT_EQ(html.find(line) != std::string::npos,
              !info.window_only || is_of_page)
        << info.name;
  }
  EXPECT_THAT(html, HasSubstr("<b>Download</b>"));
}

TEST(EscapedForHtml, LeavesNothingThatEndsTextOrAttributes) {
  EXPECT_EQ(EscapedForHtml("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
}

}  // namespace
}  // namespace camglass
