// What a file that a program writes may be called: nothing that ends like
// another format's files, which others would then take it for.
#ifndef CAMGLASS_ENGINE_BASE_OUTPUT_NAME_H_
#define CAMGLASS_ENGINE_BASE_OUTPUT_NAME_H_

#include <array>
#include <string>
#include <string_view>

#include "engine/base/status.h"

namespace camglass {

inline constexpr const char* kStandardOutput = "-";

struct OutputKind {
  const char* what;  // "a PNG picture"
  // Extensions of such files; the first is suggested. Empty ones are unused.
  std::array<std::string_view, 3> endings;
};

inline constexpr OutputKind kPngFile = {"a PNG picture", {".png"}};
inline constexpr OutputKind kNpyFile = {"a NumPy array", {".npy"}};
inline constexpr OutputKind kModelFile = {"a model", {".safetensors", ".npz"}};
inline constexpr OutputKind kRecordingFile = {"a recording", {".rec"}};
inline constexpr OutputKind kMotionJpegFile = {"a Motion JPEG stream",
                                               {".mjpeg", ".mjpg", ".jpeg"}};
inline constexpr OutputKind kY4mFile = {"a Y4M video", {".y4m"}};
inline constexpr OutputKind kPictureFolder = {"a folder of pictures", {"/"}};

// Whether the name ends so, in any case: ".png".
bool HasEnding(std::string_view path, std::string_view ending);

// Fails with kUsage where the name ends like files of another known format, and
// says what to call it. Other endings, and none, are the user's choice; empty
// names and standard output are passed over.
Status CheckOutputName(const std::string& path, const OutputKind& kind);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_OUTPUT_NAME_H_
