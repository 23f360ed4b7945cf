#include "weights/class_names/imagenet.h"

#include "weights/class_names/class_file.h"
#include "weights/class_names/imagenet_text.h"

namespace camglass {
namespace {

constexpr size_t kClasses = 1000;

std::vector<std::string> BuiltInLines(std::string_view text) {
  StatusOr<std::vector<std::string>> lines = ParseClassNames(text);
  CAMGLASS_CHECK(lines.ok() && lines->size() == kClasses);
  return *std::move(lines);
}

}  // namespace

const std::vector<std::string>& ImageNetNames() {
  static const std::vector<std::string> names =
      BuiltInLines(kImageNetClassesText);
  return names;
}

const std::vector<std::string>& ImageNetWordNetIds() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> lines = BuiltInLines(kImageNetSynsetsText);
    for (std::string& line : lines) line.resize(line.find(' '));
    return lines;
  }();
  return ids;
}

std::vector<std::string> DefaultClassNames(size_t classes) {
  const std::vector<std::string>& known = ImageNetNames();
  if (classes == known.size()) return known;
  std::vector<std::string> names;
  if (classes == known.size() + 1) {
    names.emplace_back("background");
    names.insert(names.end(), known.begin(), known.end());
    return names;
  }
  for (size_t i = 0; i < classes; ++i)
    names.push_back("class " + std::to_string(i));
  return names;
}

}  // namespace camglass
