#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "nets/net.h"
#include "tests/weights/fixtures.h"
#include "weights/class_names/class_file.h"
#include "weights/class_names/class_folder.h"
#include "weights/class_names/find_class.h"
#include "weights/class_names/imagenet.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ImageNetTest, NamesAndIdentifiersBelongTogether) {
  ASSERT_EQ(ImageNetNames().size(), 1000u);
  ASSERT_EQ(ImageNetWordNetIds().size(), 1000u);
  EXPECT_EQ(ImageNetNames()[0], "tench");
  EXPECT_EQ(ImageNetWordNetIds()[0], "n01440764");
  EXPECT_EQ(ImageNetNames()[285], "Egyptian cat");
  EXPECT_EQ(ImageNetWordNetIds()[285], "n02124075");
  EXPECT_EQ(ImageNetNames()[999], "toilet tissue");
  EXPECT_EQ(ImageNetWordNetIds()[999], "n15075141");
}

TEST(ImageNetTest, DefaultNames) {
  EXPECT_EQ(DefaultClassNames(1000), ImageNetNames());
  const auto tensorflow = DefaultClassNames(1001);
  EXPECT_EQ(tensorflow[0], "background");
  EXPECT_EQ(tensorflow[1], "tench");
  EXPECT_THAT(DefaultClassNames(2), ElementsAre("class 0", "class 1"));
}

TEST(ClassFileTest, ToleratesHowEditorsWrite) {
  const auto parse = [](const char* text) { return *ParseClassNames(text); };
  EXPECT_THAT(parse("cat\ndog\n"), ElementsAre("cat", "dog"));
  EXPECT_THAT(parse("cat\ndog"), ElementsAre("cat", "dog"));
  EXPECT_THAT(parse("cat\r\ndog\r\n\r\n"), ElementsAre("cat", "dog"));
  EXPECT_THAT(parse("cat\ndog\n\n  \n"), ElementsAre("cat", "dog"));
  EXPECT_THAT(parse("\xef\xbb\xbf"
                    "cat\ndog"),
              ElementsAre("cat", "dog"));
}

TEST(ClassFileTest, RefusesWhatWouldShiftOrHideClasses) {
  const auto verdict = [](const std::string& text) {
    return ParseClassNames(text).status().message();
  };
  EXPECT_THAT(verdict(""), HasSubstr("0 class names"));
  EXPECT_THAT(verdict("cat\n\ndog\n"), HasSubstr("line 2 is blank"));
  EXPECT_THAT(verdict("cat\nd\xf6g\n"), HasSubstr("line 2 is not UTF-8"));
  const std::string longest(limits::kMaxClassNameBytes, 'x');
  EXPECT_EQ(verdict(longest), "");
  EXPECT_THAT(verdict(longest + "x"), HasSubstr("longer"));
  std::string most;
  for (size_t i = 0; i < kMaxClasses; ++i) most += "c\n";
  EXPECT_EQ(verdict(most), "");
  EXPECT_THAT(verdict(most + "c\n"), HasSubstr("65537 class names"));
}

TEST(ClassFileTest, ErrorsNameTheFile) {
  EXPECT_THAT(ReadClassFile("/nowhere/names.txt").status().message(),
              HasSubstr("/nowhere/names.txt: "));
}

// The order is Python's: sorted(['zebra', 'Zebra', 'a b', 'a', 'ä', '10', '9',
// '.hidden']) on Debian gives what is expected here.
TEST(ClassFolderTest, SubFoldersInImageFoldersOrder) {
  const TemporaryFolder folder;
  for (const char* name :
       {"zebra", "Zebra", "a b", "a", "\u00e4", "10", "9", ".hidden"})
    std::filesystem::create_directory(folder.Path(name));
  std::filesystem::create_directory_symlink(folder.Path("a"),
                                            folder.Path("link"));
  std::ofstream(folder.Path("notes.txt")) << "not a class";
  const auto names = ReadClassFolder(folder.path());
  ASSERT_TRUE(names.ok()) << names.status().message();
  EXPECT_THAT(*names, ElementsAre(".hidden", "10", "9", "Zebra", "a", "a b",
                                  "link", "zebra", "\u00e4"));
}

TEST(ClassFolderTest, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  const auto verdict = [&folder](const std::string& name) {
    return ReadClassFolder(folder.Path(name)).status().message();
  };
  EXPECT_THAT(verdict("none"), HasSubstr("none: there is no such folder"));
  std::ofstream(folder.Path("file")) << "x";
  EXPECT_THAT(verdict("file"), HasSubstr("can't be read"));
  std::filesystem::create_directory(folder.Path("data"));
  EXPECT_THAT(verdict("data"), HasSubstr("no sub-folders"));
  std::filesystem::create_directory(folder.Path("data/val"));
  std::filesystem::create_directory(folder.Path("data/train"));
  EXPECT_THAT(verdict("data"), HasSubstr("data/train"));
  std::filesystem::create_directory(folder.Path("data/d\xf6g"));
  EXPECT_THAT(verdict("data"), HasSubstr("not UTF-8"));
}

TEST(FindClassTest, DigitsAreAnIndex) {
  EXPECT_EQ(*FindClass(ImageNetNames(), "285"), 285u);
  EXPECT_EQ(*FindClass(ImageNetNames(), "0"), 0u);
  for (const char* beyond : {"1000", "99999999999999999999999"})
    EXPECT_THAT(FindClass(ImageNetNames(), beyond).status().message(),
                HasSubstr("classes 0 to 999"));
}

TEST(FindClassTest, NamesMatchExactlyThenWithoutCase) {
  const std::vector<std::string> names = {"Cat", "cat", "CAT dog", "7", "cow"};
  EXPECT_EQ(*FindClass(names, "cat"), 1u);
  EXPECT_EQ(*FindClass(names, "Cat"), 0u);
  EXPECT_EQ(*FindClass(names, "cat DOG"), 2u);
  EXPECT_EQ(*FindClass(names, "COW"), 4u);
  EXPECT_EQ(*FindClass(names, "name:7"), 3u);
  EXPECT_EQ(FindClass(names, "7").status().code(), StatusCode::kNotFound);
  EXPECT_THAT(FindClass(names, "CAT").status().message(),
              HasSubstr("0 (Cat), 1 (cat)"));
}

// As folders of pictures are named.
TEST(FindClassTest, UnderscoresMayBeSpaces) {
  const std::vector<std::string> names = {"hot dog", "hot_dog", "Border collie",
                                          "a_b",     "a b",     "A_B"};
  EXPECT_EQ(*FindClass(names, "hot_dog"), 1u);
  EXPECT_EQ(*FindClass(names, "hot dog"), 0u);
  EXPECT_EQ(*FindClass(names, "border_collie"), 2u);
  EXPECT_EQ(*FindClass(names, "name:BORDER_COLLIE"), 2u);
  EXPECT_EQ(*FindClass(ImageNetNames(), "great_white_shark"), 2u);
  EXPECT_EQ(FindClass({"x y", "x_Y"}, "X_y").status().code(), StatusCode::kOk);
  EXPECT_EQ(FindClass({"x y", "X Y"}, "x_y").status().code(),
            StatusCode::kAmbiguous);
}

// WordNet's identifiers, in the order of ILSVRC 2012.
TEST(FindClassTest, SynsetsAreNamesOfImageNetsClasses) {
  EXPECT_EQ(*FindClass(ImageNetNames(), "n01440764"), 0u);
  EXPECT_EQ(*FindClass(ImageNetNames(), "n02123045"), 281u);
  EXPECT_EQ(*FindClass(ImageNetNames(), "n15075141"), 999u);
  EXPECT_EQ(*FindClass(DefaultClassNames(1001), "n02123045"), 282u);
  EXPECT_EQ(*FindClass({"other", "n02123045"}, "n02123045"), 1u);
  EXPECT_FALSE(FindClass({"cat", "dog"}, "n02123045").ok());
  EXPECT_FALSE(FindClass(ImageNetNames(), "n00000000").ok());
}

TEST(FindClassTest, BothCranesAreListed) {
  const Status status = FindClass(ImageNetNames(), "crane").status();
  EXPECT_EQ(status.code(), StatusCode::kAmbiguous);
  EXPECT_THAT(status.message(), HasSubstr("134 (crane), 517 (crane)"));
  EXPECT_THAT(FindClass(ImageNetNames(), "name:maillot").status().message(),
              HasSubstr("638 (maillot), 639 (maillot)"));
}

TEST(FindClassTest, NearNamesAreListed) {
  EXPECT_THAT(FindClass(ImageNetNames(), "retriever").status().message(),
              HasSubstr("207 (golden retriever)"));
  EXPECT_THAT(FindClass(ImageNetNames(), "zzz").status().message(),
              HasSubstr("index from 0 to 999"));
  EXPECT_THAT(FindClass(ImageNetNames(), "").status().message(),
              HasSubstr("index from 0 to 999"));
}

}  // namespace
}  // namespace camglass
