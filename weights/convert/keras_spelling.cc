#include <string_view>

#include "weights/convert/layer_names.h"
#include "weights/convert/spellings.h"

namespace camglass {
namespace {

// How a dataset's name ends, and what it is. Keras 1 joined the layer's name
// and a letter by "_"; later ones give the weight a name of its own.
struct Ending {
  std::string_view text;
  const char* suffix;  // torchvision's
  AxisOrder order4;    // of four axes; two are a dense layer's
};
constexpr Ending kEndings[] = {
    {"/depthwise_kernel", ".weight", AxisOrder::kHwcm},
    {"/kernel", ".weight", AxisOrder::kHwio},
    {"/bias", ".bias", AxisOrder::kAsIs},
    {"/gamma", ".weight", AxisOrder::kAsIs},
    {"/beta", ".bias", AxisOrder::kAsIs},
    {"/moving_mean", ".running_mean", AxisOrder::kAsIs},
    {"/moving_variance", ".running_var", AxisOrder::kAsIs},
    {"_W", ".weight", AxisOrder::kHwio},
    {"_b", ".bias", AxisOrder::kAsIs},
};

// The module of the layer that the path of groups ends with: "a/b/Conv1" is
// "Conv1", and "fire2/expand1x1/fire2/expand1x1" is "fire2/expand1x1". The path
// itself where the network has no such layer.
std::string ModuleOf(const std::string& path, const LayerNames& names) {
  for (size_t at = 0; at != std::string::npos;) {
    const auto known = names.find(path.substr(at));
    if (known != names.end()) return known->second;
    const size_t slash = path.find('/', at);
    at = slash == std::string::npos ? slash : slash + 1;
  }
  return path;
}

std::vector<size_t> ShapeIn(AxisOrder order, const std::vector<size_t>& s) {
  switch (order) {
    case AxisOrder::kAsIs:
      return s;
    case AxisOrder::kHwio:
      return {s[3], s[2], s[0], s[1]};
    case AxisOrder::kHwcm:
      return {s[2] * s[3], 1, s[0], s[1]};
    case AxisOrder::kInOut:
      return {s[1], s[0]};
  }
  return s;
}

AxisOrder OrderOf(const Ending& ending, size_t axes) {
  if (ending.order4 == AxisOrder::kAsIs) return AxisOrder::kAsIs;
  if (axes == 4) return ending.order4;
  return axes == 2 ? AxisOrder::kInOut : AxisOrder::kAsIs;
}

TensorRole RoleOf(size_t index, const CheckpointTensor& tensor,
                  const LayerNames& names) {
  // TensorFlow's number of the output, ":0".
  const std::string path = tensor.name.substr(0, tensor.name.rfind(':'));
  for (const Ending& ending : kEndings) {
    if (!path.ends_with(ending.text)) continue;
    const std::string layer = path.substr(0, path.size() - ending.text.size());
    const AxisOrder order = OrderOf(ending, tensor.shape.size());
    return {index, ModuleOf(layer, names) + ending.suffix,
            ShapeIn(order, tensor.shape), order};
  }
  return {index, tensor.name, tensor.shape, AxisOrder::kAsIs};
}

}  // namespace

Spelling SpellAsKeras(const Checkpoint& checkpoint, const std::string& arch) {
  const LayerNames names = KerasLayerNames(arch);
  Spelling spelling;
  for (size_t i = 0; i < checkpoint.tensors.size(); ++i)
    spelling.roles.push_back(RoleOf(i, checkpoint.tensors[i], names));
  return spelling;
}

}  // namespace camglass
