#include "camapp/cam/folder_pictures.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

#include "camapp/cam/figure_names.h"
#include "camapp/picture/picture_format.h"
#include "engine/base/counted.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

// How many of what was left out.
using Counts = std::map<std::string, size_t>;

constexpr std::array<std::pair<std::string_view, const char*>, 12> kPictures = {
    {{".gif", "GIF"},
     {".heic", "HEIC"},
     {".heif", "HEIC"},
     {".avif", "AVIF"},
     {".tif", "TIFF"},
     {".tiff", "TIFF"},
     {".jxl", "JPEG XL"},
     {".jp2", "JPEG 2000"},
     {".svg", "SVG"},
     {".psd", "Photoshop"},
     {".dng", "raw"},
     {".cr2", "raw"}}};

// The format that a file of this name would have; null where it is none that
// people take for a picture.
const char* UnreadableKind(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char ch) { return std::tolower(ch); });
  for (const auto& [known, name] : kPictures)
    if (extension == known) return name;
  return nullptr;
}

// What a file is that can't be a picture; empty for a regular file. `error`:
// why it could not be looked at.
std::string SpecialKind(const fs::file_status& status,
                        const std::error_code& error) {
  if (error == std::errc::too_many_symbolic_link_levels)
    return "link to itself";
  switch (status.type()) {
    case fs::file_type::regular:
      return "";
    case fs::file_type::fifo:
      return "named pipe";
    case fs::file_type::socket:
      return "socket";
    case fs::file_type::block:
    case fs::file_type::character:
      return "device";
    case fs::file_type::not_found:
      return "link to nothing";
    case fs::file_type::none:
      return "file that can't be reached";
    default:
      return "special file";
  }
}

void Sort(const fs::directory_entry& entry, std::vector<std::string>* pictures,
          Counts* left_out) {
  const std::string path = entry.path().string();
  std::error_code error;
  const fs::file_status status = entry.status(error);
  const bool by_name = HasPictureExtension(path);
  const char* const unreadable = by_name ? nullptr : UnreadableKind(path);
  if (status.type() == fs::file_type::directory) {
    ++(*left_out)["sub-folder"];
  } else if (!by_name && unreadable == nullptr) {
    return;
  } else if (entry.path().filename().string().starts_with('.')) {
    ++(*left_out)["hidden file"];
  } else if (const std::string special = SpecialKind(status, error);
             !special.empty()) {
    ++(*left_out)[special];
  } else if (unreadable != nullptr) {
    ++(*left_out)[std::string(unreadable) + " picture"];
  } else if (!path.ends_with(kFigureSuffix)) {
    pictures->push_back(path);
  }
}

// Of "link to nothing" and of "file".
std::string PluralOf(const std::string& what) {
  if (what == "link to itself") return "links to themselves";
  const bool link = what.starts_with("link ");
  const bool file = what.starts_with("file ");
  return link || file ? what.substr(0, 4) + "s" + what.substr(4) : what + "s";
}

std::string TextOf(const Counts& left_out) {
  std::string text;
  for (const auto& [what, count] : left_out)
    text += (text.empty() ? "left out: " : ", ") +
            Counted(count, what, PluralOf(what)) +
            (what.ends_with(" picture") ? " (can't be read)" : "");
  return text;
}

}  // namespace

StatusOr<FolderPictures> PicturesIn(const std::string& folder) {
  FolderPictures found;
  Counts left_out;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error))
    Sort(*it, &found.pictures, &left_out);
  if (error)
    return IoError(folder + ": the folder can't be read (" + error.message() +
                   "); check the path and its permissions");
  found.left_out = TextOf(left_out);
  if (found.pictures.empty())
    return NotFound(
        folder +
        ": there is no picture in this folder that can be "
        "read; name another" +
        (found.left_out.empty() ? "" : " (" + found.left_out + ")"));
  std::sort(found.pictures.begin(), found.pictures.end());
  return found;
}

StatusOr<NamedPictures> PicturesOf(const std::vector<std::string>& paths) {
  NamedPictures named;
  for (const std::string& path : paths) {
    std::error_code ignored;  // whoever reads it will say
    if (!fs::is_directory(path, ignored)) {
      named.pictures.push_back(path);
      continue;
    }
    CAMGLASS_ASSIGN_OR_RETURN(const FolderPictures found, PicturesIn(path));
    named.pictures.insert(named.pictures.end(), found.pictures.begin(),
                          found.pictures.end());
    if (!found.left_out.empty())
      named.left_out.push_back(path + ": " + found.left_out);
  }
  return named;
}

}  // namespace camglass
