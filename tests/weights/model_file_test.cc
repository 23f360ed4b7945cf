#include "weights/model_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "tests/weights/made_model.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const Model& SmallModel() {
  static const Model model = MadeModel("squeezenet1_1", "caffe", 2);
  return model;
}

size_t FilesIn(const std::string& folder) {
  return static_cast<size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(ModelFileTest, SurvivesWritingAndReading) {
  const TemporaryFolder folder;
  const std::string path = folder.Path("m.safetensors");
  ASSERT_TRUE(
      WriteModelFile(SmallModel(), ModelStorage::kF32, path, false).ok());
  const auto model = ReadModelFile(path);
  ASSERT_TRUE(model.ok()) << model.status().message();
  EXPECT_EQ(model->info.classes, SmallModel().info.classes);
  ASSERT_EQ(model->tensors.size(), SmallModel().tensors.size());
  for (size_t i = 0; i < model->tensors.size(); ++i) {
    EXPECT_EQ(model->tensors[i].name, SmallModel().tensors[i].name);
    EXPECT_EQ(model->tensors[i].shape, SmallModel().tensors[i].shape);
    EXPECT_EQ(BitsOf(model->tensors[i]), BitsOf(SmallModel().tensors[i]));
  }
}

TEST(ModelFileTest, SameModelSameBytes) {
  const Model again = MadeModel("squeezenet1_1", "caffe", 2);
  for (const ModelStorage storage : {ModelStorage::kF32, ModelStorage::kF16})
    EXPECT_EQ(Encoded(SmallModel(), storage), Encoded(again, storage));
}

TEST(ModelFileTest, HalfStorageRoundsWeightsAndKeepsVectors) {
  const auto model =
      DecodeModel(FromVector(Encoded(SmallModel(), ModelStorage::kF16)));
  ASSERT_TRUE(model.ok()) << model.status().message();
  for (size_t i = 0; i < model->tensors.size(); ++i) {
    const CheckpointTensor& stored = model->tensors[i];
    const CheckpointTensor& original = SmallModel().tensors[i];
    const bool matrix = original.shape.size() >= 2;
    EXPECT_EQ(stored.stored_as, matrix ? ElementType::kF16 : ElementType::kF32);
    for (size_t k = 0; k < stored.size(); ++k)
      ASSERT_EQ(stored.data[k], matrix ? F16ToF32(F32ToF16(original.data[k]))
                                       : original.data[k]);
  }
}

TEST(ModelFileTest, WeightsTooLargeForHalfStayWhole) {
  Model model = SmallModel();
  CheckpointTensor& first = model.tensors[0];
  std::vector<float> values(first.data, first.data + first.size());
  values[5] = 65505;
  first = TensorFromValues(first.name, first.shape, ElementType::kF32, values);
  const auto back = DecodeModel(FromVector(Encoded(model, ModelStorage::kF16)));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->tensors[0].stored_as, ElementType::kF32);
  EXPECT_EQ(back->tensors[0].data[5], 65505);
  EXPECT_EQ(back->tensors[2].stored_as, ElementType::kF16);
}

TEST(ModelFileTest, OverwritesOnlyWhenAsked) {
  const TemporaryFolder folder;
  const std::string path = folder.Path("m.safetensors");
  std::ofstream(path) << "precious";
  const Status refused =
      WriteModelFile(SmallModel(), ModelStorage::kF16, path, false);
  EXPECT_EQ(refused.code(), StatusCode::kAlreadyExists);
  std::string kept;
  std::ifstream(path) >> kept;
  EXPECT_EQ(kept, "precious");
  EXPECT_TRUE(
      WriteModelFile(SmallModel(), ModelStorage::kF16, path, true).ok());
  EXPECT_TRUE(ReadModelFile(path).ok());
  EXPECT_EQ(FilesIn(folder.path()), 1u) << "no temporary file is left";
}

TEST(ModelFileTest, RefusesPlacesThatAreNoFile) {
  const TemporaryFolder folder;
  const auto write = [](const std::string& path) {
    return WriteModelFile(SmallModel(), ModelStorage::kF16, path, true);
  };
  EXPECT_THAT(write(folder.Path("none/m")).message(), HasSubstr("folder"));
  EXPECT_THAT(write(folder.path()).message(), HasSubstr("this is a folder"));
  fs::create_symlink("/dev/null", folder.Path("link"));
  EXPECT_THAT(write(folder.Path("link")).message(),
              HasSubstr("not a regular file"));
  EXPECT_EQ(FilesIn(folder.path()), 1u);
}

TEST(ModelFileTest, GivesTheUsualRights) {
  const TemporaryFolder folder;
  const std::string path = folder.Path("m.safetensors");
  const mode_t before = ::umask(027);
  ASSERT_TRUE(
      WriteModelFile(SmallModel(), ModelStorage::kF16, path, false).ok());
  ::umask(before);
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST(ModelFileTest, RefusesTruncatedFiles) {
  const auto bytes = Encoded(SmallModel(), ModelStorage::kF16);
  constexpr size_t kHeaderAndMore = 12'000;
  ASSERT_GT(bytes.size(), kHeaderAndMore);
  for (size_t n = 0; n < bytes.size(); n += n < kHeaderAndMore ? 13 : 9'973)
    EXPECT_FALSE(
        DecodeModel(FromVector({bytes.begin(),
                                bytes.begin() + static_cast<ptrdiff_t>(n)}))
            .ok())
        << n;
}

TEST(ModelFileTest, OtherFilesAreNamedAsSuch) {
  EXPECT_THAT(DecodeModel(Fixture("tiny.safetensors")).status().message(),
              HasSubstr("not a camglass model"));
  EXPECT_THAT(DecodeModel(Fixture("tiny.pth")).status().message(),
              HasSubstr("camtool convert"));
}

TEST(LoadModelTest, BindsTheNetwork) {
  const TemporaryFolder folder;
  const std::string path = folder.Path("m.safetensors");
  ASSERT_TRUE(
      WriteModelFile(SmallModel(), ModelStorage::kF32, path, false).ok());
  const auto loaded = LoadModel(path);
  ASSERT_TRUE(loaded.ok()) << loaded.status().message();
  EXPECT_EQ(loaded->path, path);
  EXPECT_EQ(loaded->net.config.classes, 2u);
  EXPECT_TRUE(loaded->transform.bgr);
  for (const Param& param : loaded->net.graph.params)
    ASSERT_NE(param.data, nullptr) << param.name;
  EXPECT_EQ(loaded->net.graph.params[0].data[0],
            SmallModel().tensors[0].data[0]);
}

TEST(LoadModelTest, RefusesTensorsOfAnotherNetwork) {
  Model missing = SmallModel();
  missing.tensors.erase(missing.tensors.begin() + 3);
  EXPECT_THAT(BindModel(missing).status().message(),
              HasSubstr(SmallModel().tensors[3].name));
  Model extra = SmallModel();
  extra.tensors.push_back(extra.tensors[0]);
  extra.tensors.back().name = "more.weight";
  EXPECT_THAT(BindModel(extra).status().message(), HasSubstr("more.weight"));
  Model classes = SmallModel();
  classes.info.config.classes = 3;
  EXPECT_THAT(BindModel(classes).status().message(),
              HasSubstr("classifier.1.weight"));
}

TEST(LoadModelTest, ErrorsNameTheFile) {
  EXPECT_THAT(LoadModel("/nowhere/m.safetensors").status().message(),
              HasSubstr("/nowhere/m.safetensors: there is no such file"));
}

}  // namespace
}  // namespace camglass
