// The texts of weights/imagenet/, put into the program by the build.
#ifndef CAMGLASS_WEIGHTS_CLASS_NAMES_IMAGENET_TEXT_H_
#define CAMGLASS_WEIGHTS_CLASS_NAMES_IMAGENET_TEXT_H_

#include <string_view>

namespace camglass {

extern const std::string_view kImageNetClassesText;  // imagenet_classes.txt
extern const std::string_view kImageNetSynsetsText;  // synset_words.txt

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CLASS_NAMES_IMAGENET_TEXT_H_
