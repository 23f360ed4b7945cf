#include "engine/base/output_name.h"

#include <algorithm>
#include <cctype>

namespace camglass {
namespace {

// Of pictures, arrays and texts, weights, and videos.
constexpr std::string_view kKnownEndings[] = {
    ".avif",       ".bmp",   ".gif",  ".heic", ".jpeg",        ".jpg",
    ".pdf",        ".pgm",   ".png",  ".pnm",  ".ppm",         ".svg",
    ".tif",        ".tiff",  ".webp", ".csv",  ".json",        ".jsonl",
    ".mat",        ".npy",   ".npz",  ".tsv",  ".txt",         ".xml",
    ".caffemodel", ".ckpt",  ".h5",   ".hdf5", ".keras",       ".onnx",
    ".pb",         ".pkl",   ".pt",   ".pth",  ".safetensors", ".tflite",
    ".avi",        ".mjpeg", ".mjpg", ".mkv",  ".mov",         ".mp4",
    ".rec",        ".webm",  ".y4m"};

}  // namespace

bool HasEnding(std::string_view path, std::string_view ending) {
  if (path.size() < ending.size()) return false;
  const auto same = [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  };
  return std::equal(ending.begin(), ending.end(), path.end() - ending.size(),
                    same);
}

Status CheckOutputName(const std::string& path, const OutputKind& kind) {
  if (path.empty() || path == kStandardOutput) return Status();
  for (const std::string_view own : kind.endings)
    if (!own.empty() && HasEnding(path, own)) return Status();
  for (const std::string_view other : kKnownEndings) {
    if (!HasEnding(path, other)) continue;
    const std::string stem = path.substr(0, path.size() - other.size());
    return UsageError(path + ": this would be " + kind.what + "; name it " +
                      stem + std::string(kind.endings.front()));
  }
  return Status();
}

}  // namespace camglass
