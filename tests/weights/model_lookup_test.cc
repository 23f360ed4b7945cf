#include "weights/model_lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "tests/weights/fixtures.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

void Touch(const std::string& path) { std::ofstream(path) << "x"; }

TEST(ModelLookupTest, EarlierFoldersWin) {
  const TemporaryFolder first;
  const TemporaryFolder second;
  Touch(first.Path("a.safetensors"));
  Touch(second.Path("a.safetensors"));
  Touch(second.Path("b.safetensors"));
  Touch(second.Path("c.txt"));
  std::filesystem::create_directory(second.Path("d.safetensors"));
  const std::vector<std::string> folders = {"/nowhere", first.path(),
                                            second.path()};
  EXPECT_EQ(*FindModel("a", folders), first.Path("a.safetensors"));
  EXPECT_EQ(*FindModel("b", folders), second.Path("b.safetensors"));
  const auto all = ListModels(folders);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].name, "a");
  EXPECT_EQ(all[2].name, "b");
  const std::string error = FindModel("d", folders).status().message();
  EXPECT_THAT(error, HasSubstr("found are: a, b;"));
  EXPECT_THAT(error, HasSubstr("camtool convert"));
}

TEST(ModelLookupTest, PathsAreTakenAsTheyAre) {
  EXPECT_EQ(*FindModel("./a", {}), "./a");
  EXPECT_EQ(*FindModel("a.safetensors", {}), "a.safetensors");
  EXPECT_THAT(FindModel("a", {}).status().message(),
              HasSubstr("found are: none"));
}

TEST(ModelLookupTest, FoldersComeFromTheEnvironment) {
  ::setenv("CAMGLASS_MODELS", "/one", 1);
  ::setenv("XDG_DATA_HOME", "/data", 1);
  const auto folders = ModelFolders();
  ASSERT_EQ(folders.size(), 3u);
  EXPECT_EQ(folders[0], "/one");
  EXPECT_EQ(folders[1], "/data/camglass/models");
  // This test is a program of a build tree.
  EXPECT_THAT(folders[2], HasSubstr("/weights"));
  ::unsetenv("CAMGLASS_MODELS");
  ::setenv("XDG_DATA_HOME", "relative", 1);
  ::setenv("HOME", "/home/me", 1);
  EXPECT_EQ(ModelFolders()[0], "/home/me/.local/share/camglass/models");
}

}  // namespace
}  // namespace camglass
