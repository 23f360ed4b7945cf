#include "camapp/cam/folder_pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace camglass {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FolderPicturesTest : public testing::Test {
 protected:
  FolderPicturesTest() : folder_(fs::path(testing::TempDir()) / NewName()) {
    fs::create_directories(folder_);
  }
  ~FolderPicturesTest() override { fs::remove_all(folder_); }

  static std::string NewName() {
    return "folder_pictures_" + std::to_string(::getpid());
  }
  void Touch(const std::string& name) { std::ofstream(folder_ / name) << "x"; }
  std::vector<std::string> Names() {
    std::vector<std::string> names;
    const FolderPictures found = *PicturesIn(folder_);
    for (const std::string& path : found.pictures)
      names.push_back(fs::path(path).filename());
    return names;
  }
  std::string LeftOut() { return PicturesIn(folder_)->left_out; }

  fs::path folder_;
};

TEST_F(FolderPicturesTest, GivesPicturesByName) {
  for (const char* name :
       {"b.JPG", "a.png", "a.cam.png", "notes.txt", "c.pgm", "noextension"})
    Touch(name);
  EXPECT_THAT(Names(), ElementsAre("a.png", "b.JPG", "c.pgm"));
  EXPECT_EQ(LeftOut(), "");
}

TEST_F(FolderPicturesTest, SaysWhenThereIsNone) {
  EXPECT_THAT(PicturesIn(folder_).status().message(),
              HasSubstr("no picture in this folder that can be read"));
  EXPECT_FALSE(PicturesIn((folder_ / "none").string()).ok());
  Touch("x.heic");
  EXPECT_THAT(PicturesIn(folder_).status().message(),
              HasSubstr("1 HEIC picture (can't be read)"));
}

TEST_F(FolderPicturesTest, LeavesOutHiddenAndSpecialFiles) {
  Touch("a.jpg");
  Touch("._a.jpg");
  Touch(".b.jpg");
  ASSERT_EQ(::mkfifo((folder_ / "pipe.jpg").c_str(), 0600), 0);
  fs::create_directory(folder_ / "folder.png");
  fs::create_symlink("nowhere", folder_ / "broken.png");
  fs::create_symlink("/dev/zero", folder_ / "device.png");
  fs::create_symlink("loop.jpg", folder_ / "loop.jpg");
  fs::create_symlink("a.jpg", folder_ / "link.jpg");
  EXPECT_THAT(Names(), ElementsAre("a.jpg", "link.jpg"));
  EXPECT_THAT(LeftOut(),
              AllOf(HasSubstr("left out: "), HasSubstr("2 hidden files"),
                    HasSubstr("1 named pipe"), HasSubstr("1 sub-folder"),
                    HasSubstr("1 link to nothing"),
                    HasSubstr("1 link to itself"), HasSubstr("1 device")));
}

TEST_F(FolderPicturesTest, StandForTheirPictures) {
  Touch("b.jpg");
  Touch("a.png");
  Touch(".hidden.png");
  fs::create_symlink("l1.jpg", folder_ / "l1.jpg");
  fs::create_symlink("l2.jpg", folder_ / "l2.jpg");
  const std::string folder = folder_.string();
  const auto named = PicturesOf({"x.jpg", folder, "-"});
  ASSERT_TRUE(named.ok()) << named.status().message();
  EXPECT_THAT(named->pictures,
              ElementsAre("x.jpg", folder + "/a.png", folder + "/b.jpg", "-"));
  EXPECT_THAT(
      named->left_out,
      ElementsAre(folder + ": left out: 1 hidden file, 2 links to themselves"));
}

TEST_F(FolderPicturesTest, CountsPicturesThatCanNotBeRead) {
  for (const char* name : {"a.png", "b.HEIC", "c.heif", "d.avif", "e.tif"})
    Touch(name);
  EXPECT_THAT(Names(), ElementsAre("a.png"));
  EXPECT_THAT(LeftOut(), AllOf(HasSubstr("2 HEIC pictures (can't be read)"),
                               HasSubstr("1 AVIF picture (can't be read)"),
                               HasSubstr("1 TIFF picture (can't be read)")));
}

}  // namespace
}  // namespace camglass
