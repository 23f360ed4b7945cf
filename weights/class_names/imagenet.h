// The 1000 classes of ImageNet's challenge (ILSVRC 2012), built in.
#ifndef CAMGLASS_WEIGHTS_CLASS_NAMES_IMAGENET_H_
#define CAMGLASS_WEIGHTS_CLASS_NAMES_IMAGENET_H_

#include <string>
#include <vector>

namespace camglass {

// Short names in the order of every network's head. Two names occur twice
// ("crane", the bird and the machine; "maillot"): an index is the only sure
// address of a class.
const std::vector<std::string>& ImageNetNames();

// WordNet's identifier of each class ("n02123045"), in the same order.
const std::vector<std::string>& ImageNetWordNetIds();

// Names for a head of that many classes where no file gives any: ImageNet's for
// 1000, "background" before them for TensorFlow's 1001, else "class 0", ...
std::vector<std::string> DefaultClassNames(size_t classes);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CLASS_NAMES_IMAGENET_H_
