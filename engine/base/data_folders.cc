#include "engine/base/data_folders.h"

#include <dlfcn.h>
#include <link.h>
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

// The trees that a program, PREFIX/bin/NAME, or a shared library may lie in:
// PREFIX/lib/NAME, or PREFIX/lib/x86_64-linux-gnu/NAME.
std::vector<fs::path> PrefixesOf(const fs::path& file) {
  const fs::path prefix = file.parent_path().parent_path();
  if (file.filename().string().find(".so") == std::string::npos)
    return {prefix};
  return {prefix, prefix.parent_path()};
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

std::vector<std::string> DataFoldersOf(const std::string& file,
                                       const BuildPlaces& places,
                                       DataKind kind) {
  if (LiesIn(file, places.build))
    return {places.source + "/" + FolderInSources(kind)};
  std::vector<std::string> folders;
  const std::string configured = places.data + "/" + NameOf(kind);
  for (const fs::path& prefix : PrefixesOf(file)) {
    const fs::path moved = prefix / "share/camglass" / NameOf(kind);
    if (moved.string() != configured && BelongsTo(moved, file))
      folders.push_back(moved.string());
  }
  folders.push_back(configured);
  return folders;
}

std::string FileOfThisCode() {
  std::error_code error;
  Dl_info info{};
  void* extra = nullptr;
  const auto* code = reinterpret_cast<const void*>(&FileOfThisCode);
  if (::dladdr1(code, &info, &extra, RTLD_DL_LINKMAP) != 0) {
    const auto* loaded = static_cast<const link_map*>(extra);
    // A program's own name is empty there.
    if (loaded->l_name[0] != '\0') {
      const fs::path library = fs::canonical(loaded->l_name, error);
      if (!error) return library.string();
    }
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? "" : program.string();
}

std::vector<std::string> DataFolders(DataKind kind) {
  return DataFoldersOf(
      FileOfThisCode(),
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
