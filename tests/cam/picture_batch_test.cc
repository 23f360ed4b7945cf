#include "camapp/cam/picture_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "camapp/cam/result_writer.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST(PictureBatch, DefaultFigureNames) {
  EXPECT_EQ(DefaultFigureName("dog.jpg"), "dog.cam.png");
  EXPECT_EQ(DefaultFigureName("/a/b.c/dog.old.jpeg"), "dog.old.cam.png");
  EXPECT_EQ(DefaultFigureName("dog"), "dog.cam.png");
  EXPECT_EQ(DefaultFigureName("-"), "stdin.cam.png");
}

TEST(PictureBatch, FoldersGiveTheirPicturesByName) {
  const fs::path folder = fs::path(::testing::TempDir()) / "pictures_in";
  fs::remove_all(folder);
  fs::create_directories(folder);
  EXPECT_THAT(PicturesIn(folder).status().message(), HasSubstr("no JPEG"));
  for (const char* name :
       {"b.JPG", "a.png", "a.cam.png", "notes.txt", "c.pgm", "noextension"})
    std::ofstream(folder / name) << "x";
  const StatusOr<std::vector<std::string>> pictures = PicturesIn(folder);
  ASSERT_TRUE(pictures.ok());
  std::vector<std::string> names;
  for (const std::string& path : *pictures)
    names.push_back(fs::path(path).filename());
  EXPECT_THAT(names, ::testing::ElementsAre("a.png", "b.JPG", "c.pgm"));
  EXPECT_FALSE(PicturesIn((folder / "none").string()).ok());
  fs::remove_all(folder);
}

TEST(PictureBatch, ExitStatusOfErrors) {
  EXPECT_EQ(ExitStatusOf(Status()), 0);
  EXPECT_EQ(ExitStatusOf(InvalidInput("x")), 1);
  EXPECT_EQ(ExitStatusOf(UsageError("x")), 2);
}

}  // namespace
}  // namespace camglass
