#include "tools/audit/run_folder.h"

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>

#include "engine/base/atomic_writer.h"
#include "engine/base/file_bytes.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSettings = "/partial.json";
constexpr const char* kRecords = "/pictures.jsonl";
// What is made of the records.
constexpr const char* kResults[] = {
    "/classes.csv",   "/confusion.csv",   "/summary.json",
    "/findings.json", "/metrics.csv",     "/maps.npy",
    "/report.html",   "/reliability.png", "/confusion.png"};

// The settings of the run before; empty where there was none.
StatusOr<std::string> SettingsIn(const std::string& folder) {
  const std::string path = folder + kSettings;
  std::error_code error;
  if (!fs::exists(path, error)) return std::string();
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes file, MapFile(path));
  return std::string(reinterpret_cast<const char*>(file.bytes.data()),
                     file.bytes.size());
}

// Somebody else's files are not written over. Records without a line are those
// of a run that was killed before it could say which run it is.
Status CheckNothingThere(const std::string& folder, bool resume) {
  std::error_code error;
  const bool begun = resume && fs::file_size(folder + kRecords, error) == 0;
  const auto check = [&](const char* name) {
    const std::string path = folder + name;
    return CheckNewFile(path, /*overwrite=*/false).WithContext(path);
  };
  CAMGLASS_RETURN_IF_ERROR(check(kSettings));
  if (!begun) CAMGLASS_RETURN_IF_ERROR(check(kRecords));
  for (const char* name : kResults) CAMGLASS_RETURN_IF_ERROR(check(name));
  return Status();
}

// What an older run made of its records must not stand beside new ones: not
// every run makes all of it, and a run may be killed.
void RemoveResults(const std::string& folder) {
  std::error_code error;
  for (const char* name : kResults) fs::remove(folder + name, error);
}

// Of a record; empty of anything else.
std::string PictureOf(std::string_view line) {
  const auto json =
      nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("picture") ||
      !json["picture"].is_string())
    return "";
  return json["picture"].get<std::string>();
}

Status MakeFolder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return IoError(folder + ": can't make this folder: " + error.message());
  return Status();
}

}  // namespace

StatusOr<FileBytes> RecordsIn(const std::string& folder) {
  const std::string path = folder + kRecords;
  std::error_code error;
  if (fs::file_size(path, error) == 0) return FileBytes();
  auto file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  return file;
}

StatusOr<std::unique_ptr<RunFolder>> RunFolder::Open(
    const std::string& folder, const std::string& settings, bool resume,
    bool overwrite) {
  CAMGLASS_RETURN_IF_ERROR(MakeFolder(folder));
  std::unique_ptr<RunFolder> opened(new RunFolder(folder));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string before, SettingsIn(folder));
  if (resume && !before.empty() && before != settings + "\n")
    return InvalidInput(
        folder +
        ": its records are of another model, other pictures or other options; "
        "give the same as then, or another --out");
  if (!overwrite && before.empty())
    CAMGLASS_RETURN_IF_ERROR(CheckNothingThere(folder, resume));
  CAMGLASS_ASSIGN_OR_RETURN(
      opened->log_,
      RecordLog::Open(folder + kRecords, resume, overwrite, nullptr));
  if (overwrite && !resume) RemoveResults(folder);
  CAMGLASS_RETURN_IF_ERROR(opened->Write(kSettings + 1, settings + "\n"));
  return opened;
}

Status RunFolder::TakeDone(
    const std::function<Status(std::string_view line)>& check,
    const std::function<void(std::string_view line)>& take,
    std::vector<LabelledPicture>* pictures) const {
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes file, RecordsIn(folder_));
  const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()),
                              file.bytes.size());
  std::map<std::string, std::string_view> done;
  size_t start = 0;
  for (size_t end; (end = text.find('\n', start)) != std::string_view::npos;
       start = end + 1) {
    const std::string_view line = text.substr(start, end - start);
    CAMGLASS_RETURN_IF_ERROR(check(line).WithContext(folder_ + kRecords));
    done[PictureOf(line)] = line;
  }
  std::vector<LabelledPicture> left;
  for (LabelledPicture& picture : *pictures) {
    const auto found = done.find(EscapedText(picture.name));
    if (found == done.end())
      left.push_back(std::move(picture));
    else
      take(found->second);
  }
  *pictures = std::move(left);
  return Status();
}

Status RunFolder::Append(const std::string& line) { return log_->Append(line); }

Status RunFolder::Write(const std::string& name,
                        const std::string& text) const {
  const std::string path = folder_ + "/" + name;
  auto writer = AtomicWriter::Start(path, /*overwrite=*/true);
  if (!writer.ok()) return writer.status().WithContext(path);
  CAMGLASS_RETURN_IF_ERROR(
      (*writer)->Write(std::as_bytes(std::span(text))).WithContext(path));
  return (*writer)->Commit().WithContext(path);
}

}  // namespace camglass
