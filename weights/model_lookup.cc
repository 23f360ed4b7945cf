#include "weights/model_lookup.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

#include "engine/base/data_folders.h"
#include "engine/base/nearest_name.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".safetensors";

// The value of an environment variable; empty where it is not set.
std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string UserDataFolder() {
  std::string data = Environment("XDG_DATA_HOME");
  // The XDG specification has relative paths ignored.
  if (data.starts_with('/')) return data;
  const std::string home = Environment("HOME");
  return home.empty() ? "" : home + "/.local/share";
}

std::vector<FoundModel> ListFolder(const std::string& folder) {
  std::vector<FoundModel> models;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string file = it->path().filename().string();
    std::error_code ignored;
    if (!file.ends_with(kEnding) || !it->is_regular_file(ignored)) continue;
    models.push_back(
        {file.substr(0, file.size() - kEnding.size()), it->path().string()});
  }
  std::sort(models.begin(), models.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return models;
}

Status Unknown(const std::string& name,
               const std::vector<std::string>& folders) {
  std::set<std::string> known;
  for (const FoundModel& model : ListModels(folders)) known.insert(model.name);
  std::string list;
  for (const std::string& model : known)
    list += (list.empty() ? "" : ", ") + model;
  std::error_code error;
  if (fs::is_regular_file(name, error))
    return NotFound("there is no model '" + name +
                    "', but a file; convert it first: camtool convert " + name);
  return NotFound("there is no model '" + name + "'" +
                  DidYouMean(name, {known.begin(), known.end()}) +
                  "; found are: " + (list.empty() ? "none" : list) +
                  "; make one with camtool convert FILE -o " +
                  (folders.empty() ? "" : folders.front() + "/") + name +
                  std::string(kEnding) + ", or give --model a file");
}

}  // namespace

std::vector<std::string> ModelFolders() {
  std::vector<std::string> folders;
  const auto add = [&folders](const std::string& folder) {
    if (!folder.empty()) folders.push_back(folder);
  };
  add(Environment("CAMGLASS_MODELS"));
  const std::string data = UserDataFolder();
  if (!data.empty()) add(data + "/camglass/models");
  for (const std::string& folder : DataFolders(DataKind::kModels)) add(folder);
  return folders;
}

std::vector<FoundModel> ListModels(const std::vector<std::string>& folders) {
  std::vector<FoundModel> all;
  for (const std::string& folder : folders)
    for (FoundModel& model : ListFolder(folder))
      all.push_back(std::move(model));
  return all;
}

StatusOr<std::string> FindModel(const std::string& file_or_name,
                                const std::vector<std::string>& folders) {
  if (file_or_name.find('/') != std::string::npos ||
      file_or_name.ends_with(kEnding))
    return file_or_name;
  for (const FoundModel& model : ListModels(folders))
    if (model.name == file_or_name) return model.path;
  return Unknown(file_or_name, folders);
}

}  // namespace camglass
