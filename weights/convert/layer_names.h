// What Caffe and Keras call the layers that torchvision's keys name.
#ifndef CAMGLASS_WEIGHTS_CONVERT_LAYER_NAMES_H_
#define CAMGLASS_WEIGHTS_CONVERT_LAYER_NAMES_H_

#include <map>
#include <string>

namespace camglass {

// The layer's name in the source -> torchvision's module ("features.0"). Empty
// where the architecture does not come in that form.
using LayerNames = std::map<std::string, std::string>;

LayerNames CaffeLayerNames(const std::string& arch);
LayerNames KerasLayerNames(const std::string& arch);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_LAYER_NAMES_H_
