// What a file is, by its content and by its name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/weights/fixtures.h"
#include "weights/checkpoint_formats.h"
#include "weights/convert/known_files.h"

namespace camglass {
namespace {

using namespace std::string_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Advice(const std::string& content) {
  return ReadCheckpoint(FromText(content)).status().message();
}

TEST(CheckpointFormatsTest, ForeignFilesGetAdvice) {
  EXPECT_THAT(Advice("MATLAB 5.0 MAT-file, Platform: GLNXA64"),
              HasSubstr("exportONNXNetwork(net,'net.onnx')"));
  EXPECT_THAT(Advice("PK\x03\x04 something.csv"), HasSubstr("zip file"));
  EXPECT_THAT(Advice("\x80\x04\x95"), HasSubstr("state_dict()"));
  EXPECT_THAT(Advice("<!DOCTYPE html>"), HasSubstr("web page"));
  EXPECT_THAT(Advice("version https://git-lfs.github.com/spec/v1"),
              HasSubstr("git lfs pull"));
  EXPECT_THAT(Advice("\x08\x07\x12\x07pytorch"), HasSubstr(".onnx has no"));
  EXPECT_THAT(Advice("\x93NUMPY\x01"), HasSubstr("NumPy"));
  EXPECT_THAT(Advice("{\n \"metadata\": {},\n \"weight_map\": {\"a\": \"b\"}}"),
              HasSubstr("index of a checkpoint in several parts"));
  for (const char* prototxt :
       {"name: \"GoogleNet\"\nlayer {\n", "# a comment\nlayers {\n",
        "input: \"data\"\ninput_dim: 1\n"})
    EXPECT_THAT(Advice(prototxt), HasSubstr("a .prototxt"));
  EXPECT_THAT(Advice("\x08\x01\x10\x03\x18\x80\x02 \x80\x02*"),
              HasSubstr("mean.binaryproto"));
  for (const std::string& compiled :
       {"\x1c\0\0\0TFL3...."s, "\x20\0\0\0ORTM...."s, "ptrt...."s})
    EXPECT_THAT(Advice(compiled), HasSubstr("for one machine or runtime"));
  EXPECT_THAT(Advice("<?xml version=\"1.0\"?><net name="),
              HasSubstr("OpenVINO"));
  EXPECT_THAT(Advice("PK\x03\x04...m/archive_formatpt2...m/data/data.pkl"),
              AllOf(HasSubstr(".pt2"), HasSubstr("torch.export.load")));
  EXPECT_THAT(Advice("just text"),
              AllOf(HasSubstr(".pth"), HasSubstr(".h5"),
                    HasSubstr(".caffemodel"), HasSubstr("safetensors")));
}

TEST(CheckpointFormatsTest, ToldApartByContent) {
  const struct {
    const char* name;
    CheckpointFormat format;
  } files[] = {{"tiny.pth", CheckpointFormat::kTorchZip},
               {"tiny.h5", CheckpointFormat::kKerasHdf5},
               {"tiny.safetensors", CheckpointFormat::kSafetensors},
               {"tiny_v1.caffemodel", CheckpointFormat::kCaffe},
               {"tiny_v2.caffemodel", CheckpointFormat::kCaffe},
               {"tiny.onnx", CheckpointFormat::kOnnx}};
  for (const auto& file : files) {
    const auto checkpoint = ReadCheckpoint(Fixture(file.name));
    ASSERT_TRUE(checkpoint.ok()) << file.name;
    EXPECT_EQ(checkpoint->format, file.format);
  }
}

TEST(KnownFilesTest, NameChecksums) {
  const std::string sha = "f37072fd" + std::string(56, '0');
  EXPECT_EQ(CheckNameChecksum("resnet18-f37072fd.pth", sha),
            NameChecksum::kHolds);
  EXPECT_EQ(CheckNameChecksum("resnet18-f37072fe.pth", sha),
            NameChecksum::kDiffers);
  EXPECT_EQ(CheckNameChecksum("resnet18-f37072fd (1).pth", sha),
            NameChecksum::kHolds);
  for (const char* name : {"resnet18.pth", "resnet18-finetune.pth", "(", " ()",
                           "f37072fd.pth", "a-F37072FD.pth", ""})
    EXPECT_EQ(CheckNameChecksum(name, sha), NameChecksum::kNone) << name;
}

TEST(KnownFilesTest, PublishedDigitsAreEnough) {
  const KnownFile* known = FindKnownFile("7ebf99e0" + std::string(56, '1'));
  ASSERT_NE(known, nullptr);
  EXPECT_THAT(known->description, HasSubstr("MobileNet-v2 (IMAGENET1K_V2)"));
  EXPECT_EQ(known->resize, 232u);
  EXPECT_EQ(FindKnownFile(std::string(64, '0')), nullptr);
}

}  // namespace
}  // namespace camglass
