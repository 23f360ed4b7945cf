#include "weights/convert/keras_numbers.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace camglass {
namespace {

using Modules = std::map<std::string, std::vector<std::string>, std::less<>>;

std::string ModuleOf(const Graph& graph, ParamId weight) {
  const std::string& name = graph.params[weight].name;
  return name.substr(0, name.rfind('.'));
}

// The network's modules by Keras's class, in the order in which they run. All
// variants have the same.
Modules ModulesOf(const Network& network) {
  Modules modules;
  const StatusOr<NetConfig> config =
      DefaultConfig(network.name, network.variants.front().config.variant);
  if (!config.ok()) return modules;
  const StatusOr<Net> net = BuildNet(*config);
  if (!net.ok()) return modules;
  for (const Op& op : net->graph.ops) {
    if (const auto* conv = std::get_if<Conv2d>(&op.kind))
      modules[conv->groups > 1 ? "depthwise_conv2d" : "conv2d"].push_back(
          ModuleOf(net->graph, conv->weight));
    else if (const auto* norm = std::get_if<BatchNorm>(&op.kind))
      modules["batch_normalization"].push_back(
          ModuleOf(net->graph, norm->weight));
    else if (const auto* dense = std::get_if<Dense>(&op.kind))
      modules["dense"].push_back(ModuleOf(net->graph, dense->weight));
  }
  return modules;
}

// A numbered layer's group, in the order of its model: those of a nested model
// ("layers/functional/layers/...") come before the layers put on top of it.
struct Group {
  size_t depth = 0;
  std::string around;  // the groups that it is in
  size_t number = 0;
  std::string path;

  bool operator<(const Group& other) const {
    return std::tie(other.depth, around, number) <
           std::tie(depth, other.around, other.number);
  }
};

// "conv2d_12" as "conv2d" and 12, "conv2d" as that and 0.
std::string_view ClassOf(std::string_view name, size_t* number) {
  *number = 0;
  const size_t dash = name.rfind('_');
  if (dash == std::string_view::npos) return name;
  const char* const end = name.data() + name.size();
  size_t value = 0;
  const auto [at, error] = std::from_chars(name.data() + dash + 1, end, value);
  if (error != std::errc() || at != end) return name;
  *number = value;
  return name.substr(0, dash);
}

// Groups by class.
std::map<std::string, std::vector<Group>> GroupsOf(
    const Checkpoint& checkpoint) {
  std::map<std::string, std::vector<Group>> groups;
  std::set<std::string_view> seen;
  for (const CheckpointTensor& tensor : checkpoint.tensors) {
    const std::string_view name = tensor.name;
    const size_t end = name.rfind("/vars/");
    if (end == std::string_view::npos || !name.starts_with("layers/")) continue;
    const std::string_view path = name.substr(0, end);
    if (!seen.insert(path).second) continue;
    const size_t slash = path.rfind('/');
    Group group;
    group.depth =
        static_cast<size_t>(std::count(path.begin(), path.end(), '/'));
    group.around = std::string(path.substr(0, slash));
    const std::string_view kind =
        ClassOf(path.substr(slash + 1), &group.number);
    group.path = std::string(path);
    groups[std::string(kind)].push_back(std::move(group));
  }
  return groups;
}

}  // namespace

std::map<std::string, std::string> ModulesByNumber(const Checkpoint& checkpoint,
                                                   const Network& network) {
  std::map<std::string, std::string> found;
  std::map<std::string, std::vector<Group>> groups = GroupsOf(checkpoint);
  if (groups.empty()) return found;
  const Modules modules = ModulesOf(network);
  for (auto& [kind, list] : groups) {
    const auto known = modules.find(kind);
    if (known == modules.end()) continue;
    std::sort(list.begin(), list.end());
    const size_t count = std::min(list.size(), known->second.size());
    for (size_t i = 0; i < count; ++i) found[list[i].path] = known->second[i];
  }
  return found;
}

}  // namespace camglass
