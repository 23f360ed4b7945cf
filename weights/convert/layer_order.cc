#include "weights/convert/layer_order.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "nets/net.h"
#include "weights/convert/match.h"

namespace camglass {
namespace {

using Shape = std::vector<size_t>;
using Leaves = std::map<std::string, size_t>;  // "weight": tensor or param

// A convolution or dense layer and the batch norm after it, of a file (its
// tensors) or of a network (its params).
struct OrderedLayer {
  Shape shape;  // of the weight
  Leaves own;   // weight, bias
  Leaves norm;  // weight, bias, running_mean, running_var; empty: none

  bool Like(const OrderedLayer& other) const {
    return shape == other.shape && own.size() == other.own.size() &&
           norm.size() == other.norm.size();
  }
};
using OrderedLayers = std::vector<OrderedLayer>;

constexpr std::string_view kCounter = "num_batches_tracked";

// Splits a name at its last dot.
std::pair<std::string, std::string> SplitLeaf(const std::string& name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

bool IsNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

// 2 before 10.
bool NaturallyBefore(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const std::string_view left = a.substr(0, a.find('.'));
    const std::string_view right = b.substr(0, b.find('.'));
    if (left != right) {
      if (IsNumber(left) && IsNumber(right) && left.size() != right.size())
        return left.size() < right.size();
      return left < right;
    }
    a.remove_prefix(std::min(a.size(), left.size() + 1));
    b.remove_prefix(std::min(b.size(), right.size() + 1));
  }
  return a.size() < b.size();
}

// Whether layers that stand beside each other are told apart by numbers.
bool AreNumbered(const std::vector<std::string>& modules) {
  constexpr auto kMaxDepth = 16;
  std::map<std::string, std::set<std::string>> children;
  for (const std::string& module : modules) {
    if (std::count(module.begin(), module.end(), '.') > kMaxDepth) return false;
    for (size_t start = 0; start <= module.size();) {
      const size_t dot = std::min(module.find('.', start), module.size());
      children[module.substr(0, start)].insert(
          module.substr(start, dot - start));
      start = dot + 1;
    }
  }
  return std::all_of(children.begin(), children.end(), [](const auto& node) {
    return node.second.size() == 1 ||
           std::all_of(node.second.begin(), node.second.end(), IsNumber);
  });
}

struct Module {
  std::string path;
  Leaves leaves;
};

// The group's tensors by their modules, in order; nothing where the order tells
// nothing.
std::vector<Module> ModulesUnder(const Checkpoint& checkpoint,
                                 const std::string& prefix) {
  constexpr auto kMaxTensors = 1'024;  // thrice the largest network's
  const auto& tensors = checkpoint.tensors;
  const auto below = std::count_if(tensors.begin(), tensors.end(),
                                   [&](const CheckpointTensor& tensor) {
                                     return tensor.name.starts_with(prefix);
                                   });
  if (below > kMaxTensors) return {};
  std::vector<Module> modules;
  std::map<std::string, size_t> known;
  for (size_t i = 0; i < tensors.size(); ++i) {
    const std::string& name = tensors[i].name;
    if (!name.starts_with(prefix)) continue;
    auto [path, leaf] = SplitLeaf(name.substr(prefix.size()));
    if (leaf == kCounter) continue;
    const auto [at, added] = known.emplace(path, modules.size());
    if (added) modules.push_back({path, {}});
    modules[at->second].leaves.emplace(std::move(leaf), i);
  }
  if (checkpoint.format != CheckpointFormat::kSafetensors) return modules;
  std::vector<std::string> paths;
  for (const Module& module : modules) paths.push_back(module.path);
  if (!AreNumbered(paths)) return {};
  std::sort(modules.begin(), modules.end(),
            [](const Module& a, const Module& b) {
              return NaturallyBefore(a.path, b.path);
            });
  return modules;
}

bool HasOnly(const Leaves& leaves, std::initializer_list<const char*> known) {
  size_t found = 0;
  for (const char* leaf : known) found += leaves.contains(leaf) ? 1 : 0;
  return found == leaves.size();
}

// A batch norm right after its convolution; anything else is not of the
// networks here, and the list then empty.
OrderedLayers LayersOfFile(const Checkpoint& checkpoint,
                           const std::string& prefix) {
  OrderedLayers layers;
  for (const Module& module : ModulesUnder(checkpoint, prefix)) {
    const auto weight = module.leaves.find("weight");
    if (weight == module.leaves.end()) return {};
    const Shape& shape = checkpoint.tensors[weight->second].shape;
    if (module.leaves.size() == 4 &&
        HasOnly(module.leaves,
                {"weight", "bias", "running_mean", "running_var"})) {
      if (layers.empty() || !layers.back().norm.empty() ||
          shape != Shape{layers.back().shape[0]})
        return {};
      layers.back().norm = module.leaves;
    } else if (HasOnly(module.leaves, {"weight", "bias"}) &&
               (shape.size() == 2 || shape.size() == 4)) {
      layers.push_back({shape, module.leaves, {}});
    } else {
      return {};
    }
  }
  return layers;
}

// With the place of each layer's output, for AreParallel.
struct NetLayers {
  OrderedLayers layers;
  std::vector<size_t> ops;
};

NetLayers LayersOfNet(const Net& net) {
  NetLayers result;
  std::map<ValueId, size_t> made;  // by which layer
  const std::vector<Op>& ops = net.graph.ops;
  const auto add = [&](size_t op, ParamId weight, const auto& bias) {
    OrderedLayer layer{
        net.graph.params[weight].shape, {{"weight", weight}}, {}};
    if (bias) layer.own.emplace("bias", *bias);
    made[ops[op].output] = result.layers.size();
    result.layers.push_back(std::move(layer));
    result.ops.push_back(op);
  };
  for (size_t i = 0; i < ops.size(); ++i) {
    if (const auto* conv = std::get_if<Conv2d>(&ops[i].kind))
      add(i, conv->weight, conv->bias);
    if (const auto* dense = std::get_if<Dense>(&ops[i].kind))
      add(i, dense->weight, dense->bias);
    if (const auto* norm = std::get_if<BatchNorm>(&ops[i].kind))
      result.layers[made.at(ops[i].inputs[0])].norm = {
          {"weight", norm->weight},
          {"bias", norm->bias},
          {"running_mean", norm->mean},
          {"running_var", norm->var}};
  }
  return result;
}

// Whether neither of the ops needs the other's output.
bool AreParallel(const Graph& graph, size_t earlier, size_t later) {
  std::vector<bool> needed(graph.values.size(), false);
  needed[graph.ops[later].output] = true;
  for (size_t i = later + 1; i-- > earlier;)
    if (needed[graph.ops[i].output])
      for (const ValueId input : graph.ops[i].inputs) needed[input] = true;
  return !needed[graph.ops[earlier].output];
}

bool HasParallelTwins(const Net& net, const NetLayers& wanted) {
  for (size_t a = 0; a < wanted.layers.size(); ++a)
    for (size_t b = a + 1; b < wanted.layers.size(); ++b)
      if (wanted.layers[a].Like(wanted.layers[b]) &&
          AreParallel(net.graph, wanted.ops[a], wanted.ops[b]))
        return true;
  return false;
}

// By the network's layer: which one of the file it is. The head is the last of
// both and may have another number of classes, or no bias.
std::optional<std::vector<size_t>> Assign(const OrderedLayers& file,
                                          const Net& net) {
  const NetLayers wanted = LayersOfNet(net);
  if (file.size() != wanted.layers.size() || file.size() < 2)
    return std::nullopt;
  const size_t head = file.size() - 1;
  if (!file[head].norm.empty() ||
      !CouldBeHead(file[head].shape, wanted.layers[head].shape))
    return std::nullopt;
  std::vector<size_t> assigned;
  std::vector<bool> taken(file.size(), false);
  bool same_order = true;
  for (size_t i = 0; i < head; ++i) {
    size_t at = 0;
    while (at < head && (taken[at] || !file[at].Like(wanted.layers[i]))) ++at;
    if (at == head) return std::nullopt;
    taken[at] = true;
    same_order = same_order && at == i;
    assigned.push_back(at);
  }
  if (!same_order && HasParallelTwins(net, wanted)) return std::nullopt;
  assigned.push_back(head);
  return assigned;
}

void Rename(const OrderedLayers& file, const std::vector<size_t>& assigned,
            const Net& net, const std::string& prefix, Checkpoint* checkpoint) {
  const OrderedLayers wanted = LayersOfNet(net).layers;
  const auto rename = [&](const Leaves& from, const Leaves& to) {
    for (const auto& [leaf, tensor] : from)
      if (const auto param = to.find(leaf); param != to.end())
        checkpoint->tensors[tensor].name =
            prefix + net.graph.params[param->second].name;
  };
  for (size_t i = 0; i < assigned.size(); ++i) {
    rename(file[assigned[i]].own, wanted[i].own);
    rename(file[assigned[i]].norm, wanted[i].norm);
  }
}

std::string Evidence(const Checkpoint& checkpoint, const OrderedLayers& file,
                     const std::vector<size_t>& assigned, const Net& net) {
  const OrderedLayers wanted = LayersOfNet(net).layers;
  const auto pair = [&](size_t i) {
    const size_t tensor = file[assigned[i]].own.at("weight");
    const size_t param = wanted[i].own.at("weight");
    return SplitLeaf(checkpoint.tensors[tensor].name).first + " is " +
           SplitLeaf(net.graph.params[param].name).first;
  };
  return "layers are recognised by their shapes and order, not by their names "
         "(" +
         pair(0) + ", " + pair(assigned.size() / 2) + ", " +
         pair(assigned.size() - 1) + ")";
}

// The networks of one group; fails to match in most cases.
std::optional<std::string> RenameGroup(const std::vector<Net>& nets,
                                       const std::string& prefix,
                                       Checkpoint* checkpoint) {
  const OrderedLayers file = LayersOfFile(*checkpoint, prefix);
  for (const Net& net : nets)
    if (const auto assigned = Assign(file, net)) {
      std::string evidence = Evidence(*checkpoint, file, *assigned, net);
      Rename(file, *assigned, net, prefix, checkpoint);
      return evidence;
    }
  return std::nullopt;
}

// Wrappers are few and shallow; whatever takes more tries is not a network.
constexpr size_t kMaxGroups = 64;

void AddGroupsBelow(const Checkpoint& checkpoint, const std::string& prefix,
                    std::vector<std::string>* groups) {
  std::set<std::string> known;
  for (const CheckpointTensor& tensor : checkpoint.tensors) {
    if (groups->size() >= kMaxGroups) return;
    if (!tensor.name.starts_with(prefix)) continue;
    const size_t dot = tensor.name.find('.', prefix.size());
    if (dot == std::string::npos) continue;
    std::string group = tensor.name.substr(0, dot + 1);
    if (known.insert(group).second) groups->push_back(std::move(group));
  }
}

std::vector<Net> AllNets() {
  std::vector<Net> nets;
  for (const std::string& arch : Architectures())
    for (const char* variant : {"torchvision", "caffe"}) {
      const auto config = DefaultConfig(arch, variant);
      if (!config.ok()) continue;
      StatusOr<Net> net = BuildNet(*config);
      CAMGLASS_CHECK(net.ok());
      nets.push_back(*std::move(net));
    }
  return nets;
}

}  // namespace

std::vector<std::string> RenameByOrder(Checkpoint* checkpoint) {
  const std::vector<Net> nets = AllNets();
  std::vector<std::string> evidence;
  std::vector<std::string> groups = {""};
  for (size_t i = 0; i < groups.size(); ++i) {
    const std::string group = groups[i];
    if (auto line = RenameGroup(nets, group, checkpoint)) {
      evidence.push_back(*std::move(line));
      continue;
    }
    AddGroupsBelow(*checkpoint, group, &groups);
  }
  return evidence;
}

}  // namespace camglass
