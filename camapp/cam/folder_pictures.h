// The pictures of a folder, and what is left out of it.
#ifndef CAMGLASS_CAMAPP_CAM_FOLDER_PICTURES_H_
#define CAMGLASS_CAMAPP_CAM_FOLDER_PICTURES_H_

#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

struct FolderPictures {
  std::vector<std::string> pictures;  // paths, by name
  // For people: "left out: 2 hidden files, 1 HEIC picture (can't be read)";
  // empty where there is nothing to say. Files that are not pictures by their
  // name, and figures that this program wrote, are passed over in silence.
  std::string left_out;
};

// Regular files whose name says that they are pictures that can be read,
// without hidden ones ("._a.jpg" is what a Mac leaves beside a.jpg on foreign
// disks). Sub-folders are not looked into. Fails where nothing is left.
StatusOr<FolderPictures> PicturesIn(const std::string& folder);

// What is named on a command line, or dropped on a window: a folder stands for
// its pictures, anything else for itself. left_out: a line for each folder that
// has something to say, "photos: left out: ...".
struct NamedPictures {
  std::vector<std::string> pictures;
  std::vector<std::string> left_out;
};
StatusOr<NamedPictures> PicturesOf(const std::vector<std::string>& paths);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FOLDER_PICTURES_H_
