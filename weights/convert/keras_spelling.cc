#include <map>
#include <set>
#include <string_view>

#include "nets/network.h"
#include "weights/convert/keras_numbers.h"
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

// Keras 3 gives a depthwise filter the name of any other. No network here has a
// window over several channels that makes a single one.
bool IsDepthwise(const std::vector<size_t>& shape) {
  return shape.size() == 4 && shape[0] * shape[1] > 1 && shape[2] > 1 &&
         shape[3] == 1;
}

AxisOrder FilterOrder(const std::vector<size_t>& shape) {
  if (shape.size() == 2) return AxisOrder::kInOut;
  if (shape.size() != 4) return AxisOrder::kAsIs;
  return IsDepthwise(shape) ? AxisOrder::kHwcm : AxisOrder::kHwio;
}

// A layer's weights by number, as Keras 3 writes them.
struct NumberedWeight {
  std::string_view number;
  const char* norm;   // of a batch norm, which has four vectors
  const char* layer;  // of a convolution or a dense layer
};
constexpr NumberedWeight kNumbered[] = {
    {"0", ".weight", ".weight"},
    {"1", ".bias", ".bias"},
    {"2", ".running_mean", nullptr},
    {"3", ".running_var", nullptr},
};

// Of "LAYER/vars/1"; as it stands for a number that such a layer does not have.
TensorRole NumberedRole(size_t index, const CheckpointTensor& tensor,
                        bool is_norm, const std::string& module) {
  const std::string number = tensor.name.substr(tensor.name.rfind('/') + 1);
  for (const NumberedWeight& weight : kNumbered) {
    const char* const suffix = is_norm ? weight.norm : weight.layer;
    if (number != weight.number || suffix == nullptr) continue;
    const AxisOrder order = FilterOrder(tensor.shape);
    return {index, module + suffix, ShapeIn(order, tensor.shape), order};
  }
  return {index, tensor.name, tensor.shape, AxisOrder::kAsIs};
}

TensorRole RoleOf(size_t index, const CheckpointTensor& tensor,
                  const LayerNames& names) {
  // TensorFlow's number of the output, ":0".
  const std::string path = tensor.name.substr(0, tensor.name.rfind(':'));
  for (const Ending& ending : kEndings) {
    if (!path.ends_with(ending.text)) continue;
    const std::string layer = path.substr(0, path.size() - ending.text.size());
    AxisOrder order = OrderOf(ending, tensor.shape.size());
    if (order == AxisOrder::kHwio) order = FilterOrder(tensor.shape);
    return {index, ModuleOf(layer, names) + ending.suffix,
            ShapeIn(order, tensor.shape), order};
  }
  return {index, tensor.name, tensor.shape, AxisOrder::kAsIs};
}

}  // namespace

Spelling SpellAsKeras(const Checkpoint& checkpoint, const Network& network) {
  constexpr std::string_view kNumber = "/vars/";
  const SourceNames& source = network.keras;
  const LayerNames names = source.layers ? source.layers() : LayerNames();
  const std::map<std::string, std::string> numbered =
      ModulesByNumber(checkpoint, network);
  std::set<std::string> norms;  // groups of four weights
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    if (tensor.name.ends_with("/vars/3"))
      norms.insert(tensor.name.substr(0, tensor.name.rfind(kNumber)));
  Spelling spelling;
  for (size_t i = 0; i < checkpoint.tensors.size(); ++i) {
    const CheckpointTensor& tensor = checkpoint.tensors[i];
    const size_t end = tensor.name.rfind(kNumber);
    if (end == std::string::npos) {
      spelling.roles.push_back(RoleOf(i, tensor, names));
      continue;
    }
    const std::string group = tensor.name.substr(0, end);
    const auto found = numbered.find(group);
    const std::string module =
        found == numbered.end() ? ModuleOf(group, names) : found->second;
    spelling.roles.push_back(
        NumberedRole(i, tensor, norms.contains(group), module));
  }
  return spelling;
}

}  // namespace camglass
