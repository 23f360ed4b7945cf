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

// In pixels of the picture as shown, from its left and upper edge.
struct LabelledBox {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;

  bool operator==(const LabelledBox&) const = default;
};

struct LabelledPicture {
  std::string path;                     // to open
  std::string name;                     // within the set, unique: "cat/a.jpg"
  size_t label = 0;                     // index into LabelledSet::labels
  std::vector<LabelledBox> boxes = {};  // of what the label names; may be empty
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

// Lines "file,class" or "file,class,x,y,w,h" (or with tabs, where the first
// line has one), fields quoted as in RFC 4180 where they need it. A first line
// that starts with file, filename, image, path or picture is a heading; where
// it names x, y, w and h (or width and height), these columns are the box, and
// others are ignored. Without a heading further columns than the second are a
// box only if there are six and these four are numbers or empty. A picture with
// several boxes has a line for each. Files are relative to `folder`. Fails,
// naming the line, where a line has no class, a box is not one, a file occurs
// twice without boxes or with two classes, or the text is not UTF-8.
StatusOr<LabelledSet> ParseLabels(std::string_view text,
                                  const std::string& folder);

// The same of a file; files are relative to its folder. Errors name it.
StatusOr<LabelledSet> ReadLabelFile(const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_LABELLED_SET_H_
