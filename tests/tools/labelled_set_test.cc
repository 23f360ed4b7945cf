#include "tools/audit/labelled_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace camglass {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class TreeTest : public testing::Test {
 protected:
  TreeTest() {
    root_ = fs::path(testing::TempDir()) /
            testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~TreeTest() override { fs::remove_all(root_); }

  void Touch(const std::string& name) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << "x";
  }

  fs::path root_;
};

TEST_F(TreeTest, OneFolderPerClass) {
  Touch("dog/b.jpg");
  Touch("cat/z.png");
  Touch("cat/a.jpg");
  Touch("cat/notes.txt");
  fs::create_directories(root_ / "empty");
  const auto set = ReadPictureTree(root_);
  ASSERT_TRUE(set.ok()) << set.status().message();
  EXPECT_THAT(set->labels, ElementsAre("cat", "dog", "empty"));
  ASSERT_EQ(set->pictures.size(), 3u);
  EXPECT_EQ(set->pictures[0].name, "cat/a.jpg");
  EXPECT_EQ(set->pictures[0].path, root_ / "cat/a.jpg");
  EXPECT_EQ(set->pictures[2].name, "dog/b.jpg");
  EXPECT_EQ(set->pictures[2].label, 1u);
  ASSERT_EQ(set->notes.size(), 1u);
  EXPECT_THAT(set->notes[0], HasSubstr("empty"));
}

TEST_F(TreeTest, NoClassesOrNoPictures) {
  EXPECT_THAT(ReadPictureTree(root_).status().message(),
              HasSubstr("no sub-folders"));
  fs::create_directories(root_ / "cat");
  EXPECT_THAT(ReadPictureTree(root_).status().message(),
              HasSubstr("there is no picture in its sub-folders"));
  EXPECT_THAT(ReadPictureTree(root_ / "missing").status().message(),
              HasSubstr("missing"));
}

TEST_F(TreeTest, LabelFilesAreRelativeToTheirFolder) {
  std::ofstream(root_ / "labels.csv") << "a.jpg,cat\n/b.jpg,dog\n";
  const auto set = ReadLabelFile(root_ / "labels.csv");
  ASSERT_TRUE(set.ok()) << set.status().message();
  EXPECT_EQ(set->pictures[0].path, "/b.jpg");
  EXPECT_EQ(set->pictures[1].path, root_ / "a.jpg");
  EXPECT_THAT(ReadLabelFile(root_ / "none.csv").status().message(),
              HasSubstr("none.csv"));
}

TEST(ParseLabels, HeadingsOrderAndNumbers) {
  const auto set =
      ParseLabels("file,class,x\nz.jpg,tabby,1\na.jpg,281,\n", "in");
  ASSERT_TRUE(set.ok()) << set.status().message();
  EXPECT_THAT(set->labels, ElementsAre("281", "tabby"));
  EXPECT_EQ(set->pictures[0].path, "in/a.jpg");
  EXPECT_EQ(set->pictures[0].label, 0u);
  EXPECT_EQ(set->pictures[1].label, 1u);
}

TEST(ParseLabels, SaysWhatIsWrong) {
  const auto error = [](const char* text) {
    return ParseLabels(text, ".").status().message();
  };
  EXPECT_THAT(error(""), HasSubstr("there is no line"));
  EXPECT_THAT(error("file,class\n"), HasSubstr("there is no line"));
  EXPECT_THAT(error("a.jpg,cat\nb.jpg\n"), HasSubstr("line 2 has no class"));
  EXPECT_THAT(error(",cat\n"), HasSubstr("line 1 has no file"));
  EXPECT_THAT(error("a.jpg, \n"), HasSubstr("line 1"));
  EXPECT_THAT(error("a.jpg,\xFF\n"), HasSubstr("line 1"));
  EXPECT_THAT(error("a.jpg,cat\na.jpg,dog\n"), HasSubstr("'a.jpg'"));
}

std::vector<LabelledBox> BoxesOf(const char* text, size_t picture = 0) {
  const auto set = ParseLabels(text, ".");
  EXPECT_TRUE(set.ok()) << set.status().message();
  return set.ok() ? set->pictures[picture].boxes : std::vector<LabelledBox>();
}

TEST(ParseLabels, BoxesByTheirHeading) {
  EXPECT_THAT(BoxesOf("file,class,x,y,w,h\na.jpg,cat,1,2,30,40.5\n"),
              ElementsAre(LabelledBox{1, 2, 30, 40.5}));
  EXPECT_THAT(
      BoxesOf("file\tclass\theight\twidth\tby\ty\tx\na\tcat\t4\t3\tme\t2\t1\n"),
      ElementsAre(LabelledBox{1, 2, 3, 4}));
}

TEST(ParseLabels, BoxesWithoutAHeading) {
  const char* text = "b.jpg,dog,,,,\na.jpg,cat,1,2,3,4\n";
  EXPECT_THAT(BoxesOf(text, 0), ElementsAre(LabelledBox{1, 2, 3, 4}));
  EXPECT_TRUE(BoxesOf(text, 1).empty());
}

TEST(ParseLabels, SeveralBoxesOfAPictureAreSeveralLines) {
  EXPECT_THAT(
      BoxesOf("a.jpg,cat,5,2,3,4\nb.jpg,cat,9,9,9,9\na.jpg,cat,1,2,3,4\n"),
      ElementsAre(LabelledBox{5, 2, 3, 4}, LabelledBox{1, 2, 3, 4}));
}

TEST(ParseLabels, OtherColumnsAreNoBoxes) {
  EXPECT_TRUE(BoxesOf("a.jpg,cat,1,2,3,4,5\n").empty());
  EXPECT_TRUE(BoxesOf("a.jpg,cat,by me,2,3,4\n").empty());
  EXPECT_TRUE(BoxesOf("file,class,x,y\na.jpg,cat,1,2\n").empty());
}

TEST(ParseLabels, SaysWhatIsWrongWithABox) {
  const auto error = [](const std::string& rows) {
    return ParseLabels("file,class,x,y,w,h\n" + rows, ".").status().message();
  };
  EXPECT_THAT(error("a,cat,1,2,0,4\n"), HasSubstr("line 2 has a box"));
  EXPECT_THAT(error("a,cat,1,2,nan,4\n"), HasSubstr("line 2 has a box"));
  EXPECT_THAT(error("a,cat,1,2,1e300,4\n"), HasSubstr("line 2 has a box"));
  EXPECT_THAT(error("a,cat,1,2,3\n"), HasSubstr("line 2 has a box"));
  EXPECT_THAT(error("a,cat,1,2,3,4\na,dog,1,2,3,4\n"),
              HasSubstr("'a' has two classes"));
  EXPECT_THAT(error("a,cat,1,2,3,4\na,cat,,,,\n"),
              HasSubstr("'a' has two lines"));
}

}  // namespace
}  // namespace camglass
