// Public weight files that are recognised by their SHA-256.
#ifndef CAMGLASS_WEIGHTS_CONVERT_KNOWN_FILES_H_
#define CAMGLASS_WEIGHTS_CONVERT_KNOWN_FILES_H_

#include <cstddef>
#include <string>

namespace camglass {

struct KnownFile {
  // All 64 digits, or the 8 that the publisher states in the file's name.
  const char* sha256;
  const char* description;
  const char* licence;  // SPDX identifier; empty where none is stated
  // Short side before the evaluation's centre crop; 0: the recipe's usual one.
  size_t resize = 0;
};

// Null for a file that is not known.
const KnownFile* FindKnownFile(const std::string& sha256);

// torchvision puts the first 8 digits of a file's SHA-256 into its name:
// "resnet18-f37072fd.pth". A browser's "(1)" behind them does not hide them.
enum class NameChecksum { kNone, kHolds, kDiffers };
NameChecksum CheckNameChecksum(const std::string& file_name,
                               const std::string& sha256);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_KNOWN_FILES_H_
