#include "weights/convert/parts.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "nets/net.h"

namespace camglass {
namespace {

// Wrappers are few; more places that end like the first key are chance.
constexpr size_t kMaxPrefixes = 64;

using Shapes = std::map<std::string_view, const std::vector<size_t>*>;

Shapes ShapesByName(const Checkpoint& checkpoint) {
  Shapes shapes;
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    shapes.emplace(tensor.name, &tensor.shape);
  return shapes;
}

// The share of the network's tensors that stand under the prefix.
double ShareUnder(const std::string& prefix, const Shapes& shapes,
                  const Net& net) {
  size_t wanted = 0;
  size_t found = 0;
  for (const Param& param : net.graph.params) {
    if (param.name == net.head_weight || param.name == net.head_bias) continue;
    ++wanted;
    const auto tensor = shapes.find(prefix + param.name);
    if (tensor != shapes.end() && *tensor->second == param.shape) ++found;
  }
  return static_cast<double>(found) / static_cast<double>(wanted);
}

// The words of a name: "model_ema." has model and ema.
std::set<std::string> WordsOf(const std::string& name) {
  std::set<std::string> words;
  std::string word;
  for (const char c : name + ".") {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) != 0) {
      word += static_cast<char>(std::tolower(byte));
      continue;
    }
    if (!word.empty()) words.insert(word);
    word.clear();
  }
  return words;
}

// PyTorch's AveragedModel counts its steps beside its module.
bool IsAveraged(const std::string& prefix, const Shapes& shapes) {
  const std::set<std::string> words = WordsOf(prefix);
  for (const char* word : {"ema", "swa", "averaged", "average", "shadow"})
    if (words.contains(word)) return true;
  constexpr std::string_view kModule = "module.";
  return prefix.ends_with(kModule) &&
         shapes.contains(prefix.substr(0, prefix.size() - kModule.size()) +
                         "n_averaged");
}

// The longest of the prefixes that the name starts with: its owner.
size_t OwnerOf(const std::string& name, const std::vector<Part>& parts) {
  size_t owner = parts.size();
  for (size_t i = 0; i < parts.size(); ++i)
    if (name.starts_with(parts[i].prefix) &&
        (owner == parts.size() ||
         parts[i].prefix.size() > parts[owner].prefix.size()))
      owner = i;
  return owner;
}

size_t PlaceOf(const Checkpoint& checkpoint, const std::string& prefix) {
  const auto& tensors = checkpoint.tensors;
  return static_cast<size_t>(std::find_if(tensors.begin(), tensors.end(),
                                          [&](const CheckpointTensor& tensor) {
                                            return tensor.name.starts_with(
                                                prefix);
                                          }) -
                             tensors.begin());
}

}  // namespace

std::vector<std::string> PrefixesBefore(const Checkpoint& checkpoint,
                                        std::string_view key) {
  std::vector<std::string> prefixes;
  for (const CheckpointTensor& tensor : checkpoint.tensors) {
    const std::string& name = tensor.name;
    if (!name.ends_with(key)) continue;
    std::string prefix = name.substr(0, name.size() - key.size());
    if (!prefix.empty() && prefix.back() != '.') continue;
    prefixes.push_back(std::move(prefix));
    if (prefixes.size() == kMaxPrefixes) break;
  }
  return prefixes;
}

std::vector<Part> FindParts(const Checkpoint& checkpoint) {
  constexpr double kHalf = 0.5;
  const Shapes shapes = ShapesByName(checkpoint);
  std::map<std::string, std::pair<double, std::string>> best;  // by prefix
  for (const std::string& arch : Architectures())
    for (const char* variant : {"torchvision", "caffe"}) {
      const auto config = DefaultConfig(arch, variant);
      if (!config.ok()) continue;
      const StatusOr<Net> net = BuildNet(*config);
      CAMGLASS_CHECK(net.ok());
      for (const std::string& prefix :
           PrefixesBefore(checkpoint, net->graph.params.front().name)) {
        const double share = ShareUnder(prefix, shapes, *net);
        auto& known = best[prefix];
        if (share >= kHalf && share > known.first) known = {share, arch};
      }
    }
  std::vector<Part> parts;
  for (const auto& [prefix, found] : best)
    if (found.first > 0)
      parts.push_back({prefix, found.second, IsAveraged(prefix, shapes)});
  std::stable_sort(
      parts.begin(), parts.end(), [&](const Part& a, const Part& b) {
        return PlaceOf(checkpoint, a.prefix) < PlaceOf(checkpoint, b.prefix);
      });
  return parts;
}

Checkpoint WithoutOthers(const Checkpoint& checkpoint, const Part& kept,
                         const std::vector<Part>& all) {
  Checkpoint result = checkpoint;
  std::erase_if(result.tensors, [&](const CheckpointTensor& tensor) {
    const size_t owner = OwnerOf(tensor.name, all);
    return owner < all.size() && all[owner].prefix != kept.prefix;
  });
  return result;
}

}  // namespace camglass
