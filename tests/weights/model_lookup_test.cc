#include "weights/model_lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "tests/weights/fixtures.h"

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

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

// Enters a folder of its own while it lives.
class InFolder {
 public:
  InFolder() : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder_.path());
  }
  ~InFolder() { std::filesystem::current_path(before_); }

 private:
  TemporaryFolder folder_;
  std::filesystem::path before_;
};

std::string Error(const std::string& name,
                  const std::vector<std::string>& folders) {
  return FindModel(name, folders).status().message();
}

TEST(ModelLookupTest, FilesThatAreNotThereGetTheNearestName) {
  const InFolder here;
  std::filesystem::create_directory("models");
  Touch("resnet18.safetensors");
  Touch("models/mine.safetensors");
  EXPECT_EQ(Error("resnet1.safetensors", {"models"}),
            "resnet1.safetensors: there is no such file; did you mean "
            "'resnet18.safetensors'?");
  EXPECT_EQ(Error("models/mime.safetensors", {}),
            "models/mime.safetensors: there is no such file; did you mean "
            "'models/mine.safetensors'?");
  EXPECT_EQ(Error("mine.safetensors", {"models"}),
            "mine.safetensors: there is no such file; did you mean the model "
            "'mine'?");
  EXPECT_EQ(Error("none/googlenet.safetensors", {}),
            "none/googlenet.safetensors: there is no such file; tools/fetch "
            "googlenet gets its published weights; check the path");
  EXPECT_EQ(Error("x/entirely.safetensors", {}),
            "x/entirely.safetensors: there is no such file; check the path");
  EXPECT_EQ(Error("mine.pth", {"models"}),
            "mine.pth: there is no such file; check the path");
}

TEST(ModelLookupTest, NamesThatAreNotThereGetWhatIsMeant) {
  const InFolder here;
  Touch("mine.safetensors");
  EXPECT_EQ(Error("mine", {}),
            "there is no model 'mine', but a file mine.safetensors in this "
            "folder; give the file's whole name");
  EXPECT_THAT(Error("resnet18", {}),
              HasSubstr("tools/fetch resnet18 gets its published weights"));
  EXPECT_THAT(Error("resnet81", {}),
              AllOf(HasSubstr("did you mean 'resnet18'?"),
                    HasSubstr("tools/fetch resnet18")));
  // It comes with the program.
  EXPECT_THAT(Error(kDefaultModel, {}), Not(HasSubstr("fetch")));
  std::filesystem::create_directory("models");
  Touch("models/resnet18.safetensors");
  EXPECT_THAT(
      Error("resnet81", {"models"}),
      AllOf(HasSubstr("did you mean 'resnet18'?"), Not(HasSubstr("fetch"))));
}

TEST(ModelLookupTest, PathsAreTakenAsTheyAre) {
  const InFolder here;
  Touch("a.safetensors");
  EXPECT_EQ(*FindModel("./a.safetensors", {}), "./a.safetensors");
  EXPECT_EQ(*FindModel("a.safetensors", {}), "a.safetensors");
  std::filesystem::remove("a.safetensors");
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
