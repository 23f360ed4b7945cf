#include "engine/base/output_name.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace camglass {
namespace {

const std::vector<OutputKind> kKinds = {
    kPngFile,        kNpyFile, kModelFile,    kRecordingFile,
    kMotionJpegFile, kY4mFile, kPictureFolder};

TEST(OutputName, MayEndAsItsKindDoes) {
  for (const OutputKind& kind : kKinds)
    for (const std::string_view ending : kind.endings)
      EXPECT_TRUE(CheckOutputName("folder/x" + std::string(ending), kind).ok())
          << ending;
  EXPECT_TRUE(CheckOutputName("X.PNG", kPngFile).ok());
  EXPECT_TRUE(CheckOutputName("x.Npz", kModelFile).ok());
}

TEST(OutputName, MayHaveAnEndingOfItsOwn) {
  for (const OutputKind& kind : kKinds)
    for (const char* name : {"", "-", "x", "dog.v2", "/dev/null", "a.png/x",
                             "png", "xjpg", "x.jpg.old"})
      EXPECT_TRUE(CheckOutputName(name, kind).ok()) << name;
}

TEST(OutputName, MayNotEndAsAnotherKindDoes) {
  const struct {
    const char* name;
    OutputKind kind;
    const char* message;
  } cases[] = {
      {"x.jpg", kPngFile, "x.jpg: this would be a PNG picture; name it x.png"},
      {"a/x.JPEG", kPngFile,
       "a/x.JPEG: this would be a PNG picture; name it a/x.png"},
      {"m.txt", kNpyFile, "m.txt: this would be a NumPy array; name it m.npy"},
      {"m.npz", kNpyFile, "m.npz: this would be a NumPy array; name it m.npy"},
      {"x.pth", kModelFile,
       "x.pth: this would be a model; name it x.safetensors"},
      {"x.mp4", kRecordingFile,
       "x.mp4: this would be a recording; name it x.rec"},
      {"x.y4m", kMotionJpegFile,
       "x.y4m: this would be a Motion JPEG stream; name it x.mjpeg"},
      {"x.mjpeg", kY4mFile,
       "x.mjpeg: this would be a Y4M video; name it x.y4m"},
      {"x.png", kPictureFolder,
       "x.png: this would be a folder of pictures; name it x/"},
  };
  for (const auto& one : cases) {
    const Status status = CheckOutputName(one.name, one.kind);
    EXPECT_EQ(status.code(), StatusCode::kUsage) << one.name;
    EXPECT_EQ(status.message(), one.message);
  }
}

}  // namespace
}  // namespace camglass
