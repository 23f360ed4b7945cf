#include "weights/model_lookup.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>

#include "engine/base/data_folders.h"
#include "engine/base/nearest_name.h"
#include "nets/network.h"

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

// Empty unless this is a network whose weights are published, and not here.
std::string HowToFetch(const std::string& name,
                       const std::vector<std::string>& known) {
  const bool here = std::find(known.begin(), known.end(), name) != known.end();
  return here || name == kDefaultModel || FindNetwork(name) == nullptr
             ? ""
             : "; tools/fetch " + name + " gets its published weights";
}

std::vector<std::string> KnownNames(const std::vector<std::string>& folders) {
  std::set<std::string> names;
  for (const FoundModel& model : ListModels(folders)) names.insert(model.name);
  return {names.begin(), names.end()};
}

// Of the other models in its folder one may be meant, or one that has a name.
Status NoSuchFile(const std::string& path,
                  const std::vector<std::string>& folders) {
  const fs::path folder = fs::path(path).parent_path();
  std::string stem = fs::path(path).filename().string();
  if (stem.ends_with(kEnding)) stem.resize(stem.size() - kEnding.size());
  std::vector<std::string> beside;
  for (const FoundModel& model : ListFolder(folder.empty() ? "." : folder))
    beside.push_back(model.name);
  const std::string told = path + ": there is no such file";
  const std::string nearest = NearestName(stem, beside);
  if (!nearest.empty()) {
    const fs::path meant = folder / (nearest + std::string(kEnding));
    return NotFound(told + "; did you mean '" + meant.string() + "'?");
  }
  std::vector<std::string> known = KnownNames(folders);
  const std::string fetch = HowToFetch(stem, known);
  const std::string named = NearestName(stem, known);
  return NotFound(told + (fetch.empty() && !named.empty()
                              ? "; did you mean the model '" + named + "'?"
                              : fetch + "; check the path"));
}

// "mine.pth" is nobody's name for a model.
bool IsCheckpointName(const std::string& name) {
  constexpr std::string_view kEndings[] = {".pth", ".pt",    ".ckpt",
                                           ".h5",  ".keras", ".caffemodel",
                                           ".npz", ".onnx",  ".bin"};
  return std::any_of(
      std::begin(kEndings), std::end(kEndings),
      [&](std::string_view ending) { return name.ends_with(ending); });
}

Status Unknown(const std::string& name,
               const std::vector<std::string>& folders) {
  const std::string told = "there is no model '" + name + "'";
  const std::string file = name + std::string(kEnding);
  std::error_code error;
  if (fs::is_regular_file(name, error))
    return NotFound(told + ", but a file; convert it first: camtool convert " +
                    name);
  if (fs::is_regular_file(file, error))
    return NotFound(told + ", but a file " + file +
                    " in this folder; give the file's whole name");
  if (IsCheckpointName(name))
    return NotFound(name + ": there is no such file; check the path");
  const std::vector<std::string> known = KnownNames(folders);
  std::vector<std::string> meant = known;
  for (const Network& network : Networks()) meant.push_back(network.name);
  const std::string nearest = NearestName(name, meant);
  std::string list;
  for (const std::string& model : known)
    list += (list.empty() ? "" : ", ") + model;
  return NotFound(told +
                  (nearest.empty() || nearest == name
                       ? ""
                       : "; did you mean '" + nearest + "'?") +
                  "; found are: " + (list.empty() ? "none" : list) +
                  HowToFetch(nearest, known) +
                  "; make one with camtool convert FILE -o " +
                  (folders.empty() ? "" : folders.front() + "/") + file +
                  ", or give --model a file");
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

std::string ModelFoldersFault() {
  const std::string folder = Environment("CAMGLASS_MODELS");
  std::error_code error;
  if (folder.empty() || fs::is_directory(folder, error)) return "";
  return "CAMGLASS_MODELS is " + folder +
         ", and there is no such folder; mend it, or unset it";
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
      file_or_name.ends_with(kEnding)) {
    std::error_code error;
    const auto type = fs::status(file_or_name, error).type();
    if (type == fs::file_type::not_found)
      return NoSuchFile(file_or_name, folders);
    return file_or_name;
  }
  for (const FoundModel& model : ListModels(folders))
    if (model.name == file_or_name) return model.path;
  return Unknown(file_or_name, folders);
}

}  // namespace camglass
