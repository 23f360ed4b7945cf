// Pictures whose class is known: a folder with one sub-folder per class, or a
// table of files and classes.
#ifndef CAMGLASS_TOOLS_AUDIT_LABELLED_SET_H_
#define CAMGLASS_TOOLS_AUDIT_LABELLED_SET_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

struct LabelledPicture {
  std::string path;  // to open
  std::string name;  // within the set, unique: "cat/a.jpg"
  size_t label = 0;  // index into LabelledSet::labels
};

struct LabelledSet {
  std::vector<std::string> labels;  // sorted by their bytes, as ImageFolder
  std::vector<LabelledPicture> pictures;  // sorted by name
  std::vector<std::string> notes;         // what was left out, for people
};

// One sub-folder per class, hidden ones left out; its pictures are those of
// PicturesIn. A class
// without pictures keeps its place and is noted. Fails where there is no class
// or no picture at all.
StatusOr<LabelledSet> ReadPictureTree(const std::string& folder);

// Lines "file,class" (or with tabs, where the first line has one), fields
// quoted as in RFC 4180 where they need it; further columns are ignored. A
// first line that starts with file, filename, image, path or picture is a
// heading. Files are relative to `folder`. Fails, naming the line, where a line
// has no class, a file occurs twice, or the text is not UTF-8.
StatusOr<LabelledSet> ParseLabels(std::string_view text,
                                  const std::string& folder);

// The same of a file; files are relative to its folder. Errors name it.
StatusOr<LabelledSet> ReadLabelFile(const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_LABELLED_SET_H_
