// Where models are found by name.
#ifndef CAMGLASS_WEIGHTS_MODEL_LOOKUP_H_
#define CAMGLASS_WEIGHTS_MODEL_LOOKUP_H_

#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

inline constexpr const char* kDefaultModel = "squeezenet1_1";

// In order: $CAMGLASS_MODELS, $XDG_DATA_HOME/camglass/models (by default in
// ~/.local/share), and what engine/base/data_folders.h gives: the installed
// share/camglass/models, or, for a program of a build tree, the sources'
// weights/. Folders need not exist.
std::vector<std::string> ModelFolders();

// What is wrong with $CAMGLASS_MODELS, for people: models of the same names are
// taken from elsewhere then. Empty where nothing is.
std::string ModelFoldersFault();

struct FoundModel {
  std::string name;  // without .safetensors
  std::string path;
};

// Every NAME.safetensors in these folders, folder by folder, by name in each.
// A name that an earlier folder has too is listed, but FindModel won't take it.
std::vector<FoundModel> ListModels(const std::vector<std::string>& folders);

// The file for `--model`. What has a slash or ends with .safetensors is a path,
// and returned as it is if it exists; anything else a name. Errors for what is
// not found give the nearest name that is, and say how to get more.
StatusOr<std::string> FindModel(const std::string& file_or_name,
                                const std::vector<std::string>& folders);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_MODEL_LOOKUP_H_
