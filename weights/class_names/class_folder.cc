#include "weights/class_names/class_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "nets/net.h"
#include "weights/class_names/class_file.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

// Fails with the system's reason, or where there are too many.
StatusOr<std::vector<std::string>> SubFolders(const std::string& path) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator it(path, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code unreadable;
    if (!it->is_directory(unreadable)) continue;
    names.push_back(it->path().filename());
    if (names.size() > kMaxClasses)
      return InvalidInput("the folder has more than " +
                          std::to_string(kMaxClasses) + " sub-folders");
  }
  if (error == std::errc::no_such_file_or_directory)
    return NotFound("there is no such folder; check the path");
  if (error) return IoError("the folder can't be read: " + error.message());
  return names;
}

bool IsPart(const std::string& name) {
  constexpr const char* kParts[] = {"train", "training",   "val",
                                    "valid", "validation", "test"};
  return std::any_of(std::begin(kParts), std::end(kParts),
                     [&](const char* part) { return name == part; });
}

StatusOr<std::vector<std::string>> ClassesIn(const std::string& path) {
  CAMGLASS_ASSIGN_OR_RETURN(std::vector<std::string> names, SubFolders(path));
  std::sort(names.begin(), names.end());
  if (names.empty())
    return InvalidInput(
        "the folder has no sub-folders; give one with a sub-folder per class");
  if (std::all_of(names.begin(), names.end(), IsPart))
    return InvalidInput("the sub-folders are the parts of a data set; give " +
                        path + "/" + names.front() +
                        " or another whose sub-folders are the classes");
  for (const std::string& name : names)
    CAMGLASS_RETURN_IF_ERROR(CheckClassName(name, "a sub-folder's name"));
  return names;
}

}  // namespace

StatusOr<std::vector<std::string>> ReadClassFolder(const std::string& path) {
  auto names = ClassesIn(path);
  if (!names.ok()) return names.status().WithContext(path);
  return names;
}

}  // namespace camglass
