#include "engine/base/data_folders.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace camglass {
namespace {

namespace fs = std::filesystem;
using Folders = std::vector<std::string>;

class DataFoldersTest : public testing::Test {
 protected:
  DataFoldersTest() {
    std::string name = (fs::temp_directory_path() / "data_XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    places_ = {root_ + "/build", root_ + "/source", "/opt/share/camglass"};
    fs::create_directories(places_.build + "/tools");
    fs::create_directories(places_.source + "/weights");
  }
  ~DataFoldersTest() override { fs::remove_all(root_); }

  std::string Program(const std::string& path) {
    const fs::path file = root_ + "/" + path;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "x";
    return file.string();
  }

  std::string root_;
  BuildPlaces places_;
};

TEST_F(DataFoldersTest, BuildTreeUsesItsSources) {
  const std::string program = Program("build/tools/camtool");
  EXPECT_EQ(DataFoldersOf(program, places_, DataKind::kModels),
            Folders{root_ + "/source/weights"});
  EXPECT_EQ(DataFoldersOf(program, places_, DataKind::kSamples),
            Folders{root_ + "/source/camapp/share/samples"});
}

TEST_F(DataFoldersTest, InstalledProgramNeverLooksIntoTheBuildTree) {
  const std::string program = Program("usr/bin/camtool");
  EXPECT_EQ(DataFoldersOf(program, places_, DataKind::kModels),
            Folders{"/opt/share/camglass/models"});
  const std::string moved = root_ + "/usr/share/camglass/models";
  fs::create_directories(moved);
  EXPECT_EQ(DataFoldersOf(program, places_, DataKind::kModels),
            (Folders{moved, "/opt/share/camglass/models"}));
}

// Debian's libraries lie one folder deeper.
TEST_F(DataFoldersTest, SharedLibraryUsesTheTreeThatItLiesIn) {
  const std::string moved = root_ + "/usr/share/camglass/models";
  fs::create_directories(moved);
  const Folders wanted{moved, "/opt/share/camglass/models"};
  for (const char* place :
       {"usr/lib/libcamglass.so.1", "usr/lib/x86_64-linux-gnu/libcamglass.so"})
    EXPECT_EQ(DataFoldersOf(Program(place), places_, DataKind::kModels), wanted)
        << place;
  // A program's prefix is one folder up, and no other.
  EXPECT_EQ(
      DataFoldersOf(Program("usr/lib/bin/camtool"), places_, DataKind::kModels),
      Folders{"/opt/share/camglass/models"});
}

TEST(FileOfThisCodeTest, IsThisProgram) {
  EXPECT_EQ(FileOfThisCode(), fs::read_symlink("/proc/self/exe").string());
}

// build2 begins with build's name but is another folder.
TEST_F(DataFoldersTest, NeighbourOfTheBuildTreeIsNotInIt) {
  EXPECT_EQ(DataFoldersOf(Program("build2/tools/camtool"), places_,
                          DataKind::kModels),
            Folders{"/opt/share/camglass/models"});
}

TEST_F(DataFoldersTest, WhatOthersCanWriteIsNotUsed) {
  const std::string program = Program("usr/bin/camtool");
  const std::string moved = root_ + "/usr/share/camglass/models";
  fs::create_directories(moved);
  ASSERT_EQ(::chmod(moved.c_str(), 0777), 0);
  EXPECT_EQ(DataFoldersOf(program, places_, DataKind::kModels),
            Folders{"/opt/share/camglass/models"});
  ASSERT_EQ(::chmod(moved.c_str(), 0755), 0);
  if (::chown(moved.c_str(), 12345, 12345) != 0) GTEST_SKIP() << "needs root";
  EXPECT_EQ(DataFoldersOf(program, places_, DataKind::kModels),
            Folders{"/opt/share/camglass/models"});
}

}  // namespace
}  // namespace camglass
