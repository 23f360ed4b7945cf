// Real weight files, where ../shared is: each is read as the format's own
// library reads it, and converts without a flag to the right variant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>

#include "tests/weights/fixtures.h"
#include "tests/weights/python_oracle.h"
#include "tools/verification.h"
#include "weights/checkpoint_formats.h"
#include "weights/convert/convert.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

struct SharedFile {
  const char* name;
  const char* arch;
  const char* variant;
  size_t size;         // of the input
  const char* module;  // Python's, that reads it
};

void PrintTo(const SharedFile& file, std::ostream* out) { *out << file.name; }

constexpr SharedFile kFiles[] = {
    {"squeezenet_v1.1.caffemodel", "squeezenet1_1", "caffe", 227,
     "google.protobuf"},
    {"squeezenet_v1.1_keras.h5", "squeezenet1_1", "caffe", 227, "h5py"},
    {"bvlc_googlenet.caffemodel", "googlenet", "caffe", 224, "google.protobuf"},
    {"resnet18.pth", "resnet18", "torchvision", 224, "torch"},
    {"mobilenet_v2.pth", "mobilenet_v2", "torchvision", 224, "torch"},
    {"mobilenet_v2_keras.h5", "mobilenet_v2", "keras", 224, "h5py"},
};

class SharedWeightsTest : public ::testing::TestWithParam<SharedFile> {
 protected:
  void SetUp() override {
    const auto shared = SharedFolder();
    if (!shared) GTEST_SKIP() << "the shared test data is not here";
    path_ = *shared + "/weights/" + GetParam().name;
  }
  std::string path_;
};

TEST_P(SharedWeightsTest, TensorsAreThoseOfTheFormatsLibrary) {
  const auto theirs = HashesByPython(SystemPython(), GetParam().module, path_);
  if (!theirs)
    GTEST_SKIP() << SystemPython() << " has no " << GetParam().module;
  ASSERT_FALSE(theirs->empty());
  const auto checkpoint = ReadCheckpoint(*MapFile(path_));
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  EXPECT_EQ(HashesOf(checkpoint->tensors), *theirs);
}

TEST_P(SharedWeightsTest, ConvertsWithoutAFlag) {
  const auto converted = ConvertFile(path_, {});
  ASSERT_TRUE(converted.ok()) << converted.status().message();
  const ModelInfo& info = converted->model.info;
  EXPECT_EQ(info.config.arch, GetParam().arch);
  EXPECT_EQ(info.config.variant, GetParam().variant);
  EXPECT_EQ(info.config.classes, 1000u);
  EXPECT_EQ(info.preprocess.size, GetParam().size);
  EXPECT_EQ(info.source.file, GetParam().name);
  EXPECT_TRUE(BindModel(converted->model).ok());
}

// Logits, features and map of seven photographs, computed by PyTorch.
TEST_P(SharedWeightsTest, AgreesWithPyTorch) {
  const auto converted = ConvertFile(path_, {});
  ASSERT_TRUE(converted.ok()) << converted.status().message();
  const auto model = BindModel(converted->model);
  ASSERT_TRUE(model.ok());
  // Keras's SqueezeNet has the very weights of Caffe's.
  std::string name = GetParam().name;
  if (name == "squeezenet_v1.1_keras.h5") name = "squeezenet_v1.1.caffemodel";
  size_t photos = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           *SharedFolder() + "/weights/expected/" + name)) {
    SCOPED_TRACE(entry.path());
    const auto expected = ReadNpzFile(entry.path());
    ASSERT_TRUE(expected.ok()) << expected.status().message();
    const auto results = Verify(*model, *expected);
    ASSERT_TRUE(results.ok()) << results.status().message();
    EXPECT_EQ(results->size(), 3u);
    for (const ValueComparison& result : *results)
      EXPECT_TRUE(result.agrees)
          << result.name << " " << result.RelativeError();
    ++photos;
  }
  EXPECT_EQ(photos, 7u);
}

TEST_P(SharedWeightsTest, EveryOtherArchitectureIsRefused) {
  for (const std::string& arch : Architectures()) {
    if (arch == GetParam().arch) continue;
    ConvertOptions options;
    options.arch = arch;
    const Status status = ConvertFile(path_, options).status();
    EXPECT_THAT(status.message(), HasSubstr("not of " + arch));
    EXPECT_THAT(status.message(), HasSubstr(GetParam().arch));
  }
}

INSTANTIATE_TEST_SUITE_P(Files, SharedWeightsTest, ::testing::ValuesIn(kFiles),
                         [](const ::testing::TestParamInfo<SharedFile>& file) {
                           std::string name = file.param.name;
                           for (char& c : name)
                             if (c == '.') c = '_';
                           return name;
                         });

TEST(SharedSqueezeNetTest, KerasAndCaffeGiveTheSameTensors) {
  const auto shared = SharedFolder();
  if (!shared) GTEST_SKIP() << "the shared test data is not here";
  const auto model = [&](const char* name) {
    return ConvertFile(*shared + "/weights/" + name, {});
  };
  const auto keras = model("squeezenet_v1.1_keras.h5");
  const auto caffe = model("squeezenet_v1.1.caffemodel");
  ASSERT_TRUE(keras.ok() && caffe.ok());
  EXPECT_EQ(HashesOf(keras->model.tensors), HashesOf(caffe->model.tensors));
}

}  // namespace
}  // namespace camglass
