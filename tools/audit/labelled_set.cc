#include "tools/audit/labelled_set.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "camapp/cam/folder_pictures.h"
#include "engine/base/file_bytes.h"
#include "tools/audit/box_columns.h"
#include "tools/audit/separated_values.h"
#include "weights/class_names/class_file.h"
#include "weights/class_names/class_folder.h"

namespace camglass {
namespace {

constexpr size_t kMostLabelBytes = size_t{1} << 28;

// The pictures of one class; none, with a note, where the folder has none.
Status AddClass(const std::string& folder, size_t label, LabelledSet* set) {
  const std::string& name = set->labels[label];
  const auto found = PicturesIn(folder + "/" + name);
  if (!found.ok()) {
    if (found.status().code() != StatusCode::kNotFound) return found.status();
    set->notes.push_back(found.status().message());
    return Status();
  }
  if (!found->left_out.empty())
    set->notes.push_back(folder + "/" + name + ": " + found->left_out);
  for (const std::string& path : found->pictures)
    set->pictures.push_back({path, name + path.substr(path.rfind('/')), label});
  return Status();
}

void SortByName(LabelledSet* set) {
  // Stable: a picture's boxes keep their order.
  std::stable_sort(set->pictures.begin(), set->pictures.end(),
                   [](const LabelledPicture& a, const LabelledPicture& b) {
                     return a.name < b.name;
                   });
}

bool IsHeading(const std::vector<std::string>& row) {
  static constexpr const char* kHeadings[] = {"file", "filename", "image",
                                              "path", "picture"};
  return std::any_of(std::begin(kHeadings), std::end(kHeadings),
                     [&](const char* heading) { return row[0] == heading; });
}

std::string LineName(size_t line) { return "line " + std::to_string(line); }

Status CheckRow(const SeparatedRow& row) {
  const std::string where = LineName(row.line);
  if (row.fields.size() < 2)
    return InvalidInput(where + " has no class; write FILE,CLASS");
  if (row.fields[0].empty())
    return InvalidInput(where + " has no file; write FILE,CLASS");
  if (row.fields[0].find('\0') != std::string::npos)
    return InvalidInput(where + " has a file name with a zero byte in it");
  return CheckClassName(row.fields[1], where);
}

std::string PathIn(const std::string& folder, const std::string& file) {
  return file.front() == '/' ? file : folder + "/" + file;
}

// Numbers the class names in the order of their bytes.
std::map<std::string, size_t> NumberLabels(
    const std::vector<SeparatedRow>& rows) {
  std::map<std::string, size_t> labels;
  for (const SeparatedRow& row : rows) labels[row.fields[1]] = 0;
  size_t next = 0;
  for (auto& [name, index] : labels) index = next++;
  return labels;
}

// Lines of one file, which are neighbours, become one picture: each with a box
// of its own.
Status JoinBoxes(LabelledSet* set) {
  std::vector<LabelledPicture> joined;
  for (LabelledPicture& picture : set->pictures) {
    if (joined.empty() || joined.back().name != picture.name) {
      joined.push_back(std::move(picture));
      continue;
    }
    LabelledPicture& first = joined.back();
    if (first.boxes.empty() || picture.boxes.empty())
      return InvalidInput("the file '" + picture.name +
                          "' has two lines; leave one");
    if (first.label != picture.label)
      return InvalidInput("the file '" + picture.name +
                          "' has two classes; leave one");
    first.boxes.push_back(picture.boxes.front());
  }
  set->pictures = std::move(joined);
  return Status();
}

}  // namespace

StatusOr<LabelledSet> ReadPictureTree(const std::string& folder) {
  LabelledSet set;
  CAMGLASS_ASSIGN_OR_RETURN(set.labels, ReadClassFolder(folder));
  // A tool's own, such as .ipynb_checkpoints.
  std::erase_if(set.labels, [&](const std::string& name) {
    if (!name.starts_with('.')) return false;
    set.notes.push_back(folder + "/" + name + ": left out, as it is hidden");
    return true;
  });
  for (size_t label = 0; label < set.labels.size(); ++label)
    CAMGLASS_RETURN_IF_ERROR(AddClass(folder, label, &set));
  if (set.pictures.empty())
    return NotFound(folder +
                    ": there is no picture in its sub-folders; give a folder "
                    "with one sub-folder of pictures per class");
  SortByName(&set);
  return set;
}

StatusOr<LabelledSet> ParseLabels(std::string_view text,
                                  const std::string& folder) {
  CAMGLASS_ASSIGN_OR_RETURN(std::vector<SeparatedRow> rows,
                            ParseSeparatedValues(text));
  BoxColumns columns;
  if (!rows.empty() && IsHeading(rows.front().fields)) {
    columns = HeadedBoxColumns(rows.front().fields);
    rows.erase(rows.begin());
  } else if (LooksLikeBoxes(rows)) {
    columns = kPlainBoxColumns;
  }
  if (rows.empty())
    return InvalidInput("there is no line in it; write FILE,CLASS per picture");
  for (const SeparatedRow& row : rows) CAMGLASS_RETURN_IF_ERROR(CheckRow(row));
  const std::map<std::string, size_t> labels = NumberLabels(rows);
  LabelledSet set;
  for (const auto& [name, index] : labels) set.labels.push_back(name);
  for (const SeparatedRow& row : rows) {
    CAMGLASS_ASSIGN_OR_RETURN(std::vector<LabelledBox> boxes,
                              ReadBox(row, columns));
    set.pictures.push_back({PathIn(folder, row.fields[0]), row.fields[0],
                            labels.at(row.fields[1]), std::move(boxes)});
  }
  SortByName(&set);
  CAMGLASS_RETURN_IF_ERROR(JoinBoxes(&set));
  return set;
}

StatusOr<LabelledSet> ReadLabelFile(const std::string& path) {
  const auto file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  if (file->bytes.size() > kMostLabelBytes)
    return InvalidInput(path + ": the file is larger than 256 MiB; split it");
  auto set = ParseLabels(
      {reinterpret_cast<const char*>(file->bytes.data()), file->bytes.size()},
      FolderOf(path));
  if (!set.ok()) return set.status().WithContext(path);
  return set;
}

}  // namespace camglass
