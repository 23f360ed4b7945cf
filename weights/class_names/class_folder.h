// Class names of a folder of pictures, one sub-folder a class.
#ifndef CAMGLASS_WEIGHTS_CLASS_NAMES_CLASS_FOLDER_H_
#define CAMGLASS_WEIGHTS_CLASS_NAMES_CLASS_FOLDER_H_

#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

// The names of the sub-folders (links to folders count), in the order in which
// torchvision's ImageFolder numbers them: Python's sorted(), which is the order
// of the bytes of UTF-8. Fails, naming the folder, where there is none, a name
// is not UTF-8, or they are a data set's parts (train, val, test) instead of
// classes.
StatusOr<std::vector<std::string>> ReadClassFolder(const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CLASS_NAMES_CLASS_FOLDER_H_
