#include "weights/class_names/class_file.h"

#include <nlohmann/json.hpp>

#include "engine/base/file_bytes.h"
#include "engine/base/within_memory.h"
#include "nets/net.h"
#include "weights/byte_reader.h"
#include "weights/limits.h"

namespace camglass {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

// A model file is JSON, which can hold nothing else.
bool IsUtf8(std::string_view text) {
  try {
    static_cast<void>(nlohmann::json(std::string(text)).dump());
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
  }
  while (!lines.empty() && IsBlank(lines.back())) lines.pop_back();
  return lines;
}

}  // namespace

Status CheckClassName(std::string_view name, const std::string& where) {
  if (IsBlank(name))
    return InvalidInput(where +
                        " is blank: every class needs a name of its own");
  if (name.size() > limits::kMaxClassNameBytes)
    return InvalidInput(where + " is longer than the " +
                        std::to_string(limits::kMaxClassNameBytes) +
                        " bytes of a class name");
  if (!IsUtf8(name))
    return InvalidInput(where + " is not UTF-8 text; make it UTF-8");
  return Status();
}

StatusOr<std::vector<std::string>> ParseClassNames(std::string_view text) {
  if (text.starts_with(kByteOrderMark))
    text.remove_prefix(kByteOrderMark.size());
  const std::vector<std::string_view> lines = SplitLines(text);
  if (lines.empty() || lines.size() > kMaxClasses)
    return InvalidInput("it has " + std::to_string(lines.size()) +
                        " class names; from 1 to " +
                        std::to_string(kMaxClasses) + " are accepted");
  std::vector<std::string> names;
  for (std::string_view line : lines) {
    CAMGLASS_RETURN_IF_ERROR(
        CheckClassName(line, "line " + std::to_string(names.size() + 1)));
    names.emplace_back(line);
  }
  return names;
}

StatusOr<std::vector<std::string>> ReadClassFile(const std::string& path) {
  const StatusOr<FileBytes> file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  if (file->bytes.size() > limits::kMaxClassFileBytes)
    return InvalidInput(path + ": the file is too large for class names");
  auto names = WithinMemory(
      "read this file", [&] { return ParseClassNames(AsText(file->bytes)); });
  if (!names.ok()) return names.status().WithContext(path);
  return names;
}

}  // namespace camglass
