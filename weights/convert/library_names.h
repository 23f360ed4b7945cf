// Names that other libraries of PyTorch models give the known networks' layers.
#ifndef CAMGLASS_WEIGHTS_CONVERT_LIBRARY_NAMES_H_
#define CAMGLASS_WEIGHTS_CONVERT_LIBRARY_NAMES_H_

#include <string>
#include <vector>

#include "weights/checkpoint.h"

namespace camglass {

struct LibraryName {
  std::string evidence;  // which library's names, and what one of them is
  std::string variant;   // what weights under those names are; empty: the usual
};

// Gives the tensors of a network under another library's names (its record has
// them), below whatever prefix, torchvision's keys below the same prefix. Names
// tell each layer, so the order in the file does not matter.
std::vector<LibraryName> RenameFromLibraries(Checkpoint* checkpoint);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_LIBRARY_NAMES_H_
