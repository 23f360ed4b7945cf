#include "camapp/viewer/command.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <string>

namespace camglass {
namespace {

TEST(Command, EveryKeyAndNameIsUnique) {
  std::set<char> keys;
  std::set<std::string> names;
  for (const CommandInfo& info : Commands()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    for (const char* key = info.keys; *key != '\0'; ++key)
      EXPECT_TRUE(keys.insert(*key).second) << *key;
    EXPECT_GT(std::strlen(info.help), 0u);
    EXPECT_EQ(InfoOf(info.kind).name, info.name);
  }
}

TEST(Command, KeysAsTheHelpSays) {
  EXPECT_EQ(CommandOfKey('2'), (Command{CommandKind::kShowClass, 2}));
  EXPECT_EQ(CommandOfKey(' '), (Command{CommandKind::kFreeze, {}}));
  EXPECT_EQ(CommandOfKey('n'), (Command{CommandKind::kNextModel, {}}));
  EXPECT_EQ(CommandOfKey('N'), (Command{CommandKind::kPreviousModel, {}}));
  EXPECT_EQ(CommandOfKey('+'), (Command{CommandKind::kFiner, {}}));
  EXPECT_EQ(CommandOfKey('='), CommandOfKey('+'));
  EXPECT_FALSE(CommandOfKey('4').has_value());
  EXPECT_FALSE(CommandOfKey('\0').has_value());
}

TEST(Command, NamesFromOutside) {
  const auto rank = ParseCommand("show-class", 3);
  ASSERT_TRUE(rank.ok());
  EXPECT_EQ(*rank, (Command{CommandKind::kShowClass, 3}));
  EXPECT_TRUE(ParseCommand("pin", 1000000).ok());
  EXPECT_TRUE(ParseCommand("pin", std::nullopt).ok());
  for (const auto& [name, number] :
       {std::pair<const char*, std::optional<size_t>>{"show-class", 0},
        {"show-class", 4},
        {"show-class", std::nullopt},
        {"freeze", 1},
        {"", std::nullopt},
        {"Freeze", std::nullopt},
        {"no-such", std::nullopt}}) {
    const auto parsed = ParseCommand(name, number);
    ASSERT_FALSE(parsed.ok()) << name;
    EXPECT_EQ(parsed.status().code(), StatusCode::kUsage);
  }
}

}  // namespace
}  // namespace camglass
