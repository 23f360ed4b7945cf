#include "weights/convert/library_names.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "nets/network.h"
#include "weights/convert/parts.h"

namespace camglass {
namespace {

struct Library {
  LibraryNames names;
  LayerNames layers;
  std::string head;  // the network's module, which need not be there
};

std::string HeadOf(const Network& network) {
  const auto config =
      DefaultConfig(network.name, network.variants.front().config.variant);
  CAMGLASS_CHECK(config.ok());
  const std::string weight = BuildNet(*config)->head_weight;
  return weight.substr(0, weight.rfind('.'));
}

const std::vector<Library>& Libraries() {
  static const std::vector<Library> libraries = [] {
    std::vector<Library> all;
    for (const Network& network : Networks())
      for (const LibraryNames& names : network.libraries)
        all.push_back({names, names.layers(), HeadOf(network)});
    return all;
  }();
  return libraries;
}

// Whether all layers are there; the head, the last part of a network to be
// replaced, need not be.
bool IsWhole(const std::set<std::string_view>& tensors,
             const std::string& prefix, const Library& library) {
  return std::all_of(
      library.layers.begin(), library.layers.end(), [&](const auto& layer) {
        return layer.second == library.head ||
               tensors.contains(prefix + layer.first + ".weight");
      });
}

void Rename(const std::string& prefix, const LayerNames& layers,
            Checkpoint* checkpoint) {
  for (CheckpointTensor& tensor : checkpoint->tensors) {
    if (!tensor.name.starts_with(prefix)) continue;
    const size_t dot = tensor.name.rfind('.');
    if (dot == std::string::npos || dot < prefix.size()) continue;
    const auto layer =
        layers.find(tensor.name.substr(prefix.size(), dot - prefix.size()));
    if (layer == layers.end()) continue;
    tensor.name = prefix + layer->second + tensor.name.substr(dot);
  }
}

}  // namespace

std::vector<LibraryName> RenameFromLibraries(Checkpoint* checkpoint) {
  std::vector<LibraryName> found;
  for (const Library& library : Libraries()) {
    const std::vector<std::string> prefixes = PrefixesBefore(
        *checkpoint, std::string(library.names.first) + ".weight");
    for (const std::string& prefix : prefixes) {
      std::set<std::string_view> tensors;
      for (const CheckpointTensor& tensor : checkpoint->tensors)
        tensors.insert(tensor.name);
      if (!IsWhole(tensors, prefix, library)) continue;
      Rename(prefix, library.layers, checkpoint);
      const LibraryNames& names = library.names;
      found.push_back({std::string("names are ") + names.library + " (" +
                           prefix + names.first + " is " +
                           library.layers.at(names.first) + ")",
                       names.variant});
    }
  }
  return found;
}

}  // namespace camglass
