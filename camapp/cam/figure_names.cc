#include "camapp/cam/figure_names.h"

#include <filesystem>
#include <map>

namespace camglass {
namespace {

std::string Stem(const std::string& picture) {
  return picture == "-" ? "stdin"
                        : std::filesystem::path(picture).stem().string();
}

std::string FileName(const std::string& picture) {
  return picture == "-" ? "stdin"
                        : std::filesystem::path(picture).filename().string();
}

}  // namespace

StatusOr<std::vector<std::string>> FigureNames(
    const std::vector<std::string>& pictures) {
  std::map<std::string, size_t> with_stem;
  for (const std::string& picture : pictures) ++with_stem[Stem(picture)];
  std::vector<std::string> names;
  std::map<std::string, std::string> taken;  // by which picture
  for (const std::string& picture : pictures) {
    const std::string stem = Stem(picture);
    names.push_back((with_stem[stem] > 1 ? FileName(picture) : stem) +
                    kFigureSuffix);
    const auto [other, is_new] = taken.try_emplace(names.back(), picture);
    if (is_new) continue;
    return UsageError("the figures of " + other->second + " and " + picture +
                      " would both be " + names.back() +
                      "; show them one by one, with --out");
  }
  return names;
}

}  // namespace camglass
