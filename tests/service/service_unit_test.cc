#include "camapp/service/service_unit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace camglass {
namespace {

using ::testing::HasSubstr;

// By systemd.service(5) and systemd.unit(5).
TEST(ServiceUnitTest, WordsAreTakenAsTheyAre) {
  EXPECT_EQ(UnitWord("/usr/bin/camapp"), R"("/usr/bin/camapp")");
  EXPECT_EQ(UnitWord("a b"), R"("a b")");
  EXPECT_EQ(UnitWord("50%"), R"("50%%")");
  EXPECT_EQ(UnitWord("$HOME"), R"("$$HOME")");
  EXPECT_EQ(UnitWord("/a$b", /*is_program=*/true), R"("/a$b")");
  EXPECT_EQ(UnitWord(R"(say "\n")"), R"("say \"\\n\"")");
  EXPECT_EQ(UnitWord(""), R"("")");
}

TEST(ServiceUnitTest, TheCommandIsOneLine) {
  const std::string unit = ServiceUnit({"/opt/my apps/camapp", "--serve"});
  EXPECT_THAT(unit,
              HasSubstr("\nExecStart=\"/opt/my apps/camapp\" \"--serve\"\n"));
}

}  // namespace
}  // namespace camglass
