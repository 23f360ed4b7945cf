#include "nets/network.h"
#include "weights/convert/spellings.h"

namespace camglass {
namespace {

// Blobs of the old form have four dimensions: a bias is [1, 1, 1, n], a dense
// layer's weight [1, 1, out, in].
std::vector<size_t> WithoutFiller(const std::vector<size_t>& shape,
                                  bool is_bias) {
  const size_t real = is_bias ? 1 : 2;
  if (shape.size() != 4) return shape;
  for (size_t i = 0; i + real < shape.size(); ++i)
    if (shape[i] != 1) return shape;
  return {shape.end() - static_cast<ptrdiff_t>(real), shape.end()};
}

}  // namespace

Spelling SpellAsCaffe(const Checkpoint& checkpoint, const Network& network) {
  const SourceNames& source = network.caffe;
  const LayerNames names = source.layers ? source.layers() : LayerNames();
  Spelling spelling;
  for (size_t i = 0; i < checkpoint.tensors.size(); ++i) {
    const CheckpointTensor& tensor = checkpoint.tensors[i];
    const size_t colon = tensor.name.rfind(':');
    const std::string layer = tensor.name.substr(0, colon);
    const std::string blob = tensor.name.substr(colon + 1);
    if (source.IsForTrainingOnly(layer)) {
      spelling.ignored.push_back(tensor.name);
      continue;
    }
    const auto known = names.find(layer);
    const std::string module = known == names.end() ? layer : known->second;
    TensorRole role{i, tensor.name, tensor.shape, AxisOrder::kAsIs};
    if (blob == "0" || blob == "1") {
      const bool is_bias = blob == "1";
      role.name = module + (is_bias ? ".bias" : ".weight");
      role.shape = WithoutFiller(tensor.shape, is_bias);
    }
    spelling.roles.push_back(std::move(role));
  }
  return spelling;
}

}  // namespace camglass
