#include "engine/base/data_folders.h"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

namespace camglass {
namespace {

namespace fs = std::filesystem;

const char* NameOf(DataKind kind) {
  return kind == DataKind::kModels ? "models" : "samples";
}

const char* FolderInSources(DataKind kind) {
  return kind == DataKind::kModels ? "weights" : "camapp/share/samples";
}

bool LiesIn(const fs::path& file, const std::string& folder) {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return false;
  return file.string().starts_with(root.string() + "/");
}

// As trustworthy as the program is.
bool BelongsTo(const fs::path& folder, const std::string& program) {
  struct stat data {};
  struct stat own {};
  if (::stat(folder.c_str(), &data) != 0 || ::stat(program.c_str(), &own) != 0)
    return false;
  return (data.st_uid == 0 || data.st_uid == own.st_uid) &&
         (data.st_mode & S_IWOTH) == 0;
}

}  // namespace

std::vector<std::string> DataFoldersOf(const std::string& program,
                                       const BuildPlaces& places,
                                       DataKind kind) {
  if (LiesIn(program, places.build))
    return {places.source + "/" + FolderInSources(kind)};
  std::vector<std::string> folders;
  const fs::path prefix = fs::path(program).parent_path().parent_path();
  const fs::path moved = prefix / "share/camglass" / NameOf(kind);
  const std::string configured = places.data + "/" + NameOf(kind);
  if (BelongsTo(moved, program)) folders.push_back(moved.string());
  if (moved.string() != configured) folders.push_back(configured);
  return folders;
}

std::vector<std::string> DataFolders(DataKind kind) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return DataFoldersOf(
      error ? "" : program.string(),
      {CAMGLASS_BUILD_FOLDER, CAMGLASS_SOURCE_FOLDER, CAMGLASS_DATA_FOLDER},
      kind);
}

std::string DataFile(DataKind kind, const std::string& name) {
  std::error_code error;
  for (const std::string& folder : DataFolders(kind))
    if (fs::exists(folder + "/" + name, error)) return folder + "/" + name;
  return "";
}

}  // namespace camglass
