// Public weight files that are recognised by their checksum.
#ifndef CAMGLASS_WEIGHTS_CONVERT_KNOWN_FILES_H_
#define CAMGLASS_WEIGHTS_CONVERT_KNOWN_FILES_H_

#include <string>

namespace camglass {

struct KnownFile {
  const char* sha256;
  const char* description;
  const char* licence;  // SPDX identifier
};

// Null for a file that is not known.
const KnownFile* FindKnownFile(const std::string& sha256);

// torchvision puts the first 8 digits of a file's SHA-256 into its name:
// "resnet18-f37072fd.pth".
enum class NameChecksum { kNone, kHolds, kDiffers };
NameChecksum CheckNameChecksum(const std::string& file_name,
                               const std::string& sha256);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_KNOWN_FILES_H_
