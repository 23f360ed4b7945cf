#include "weights/convert/loose_head.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "nets/net.h"
#include "weights/convert/match.h"

namespace camglass {
namespace {

bool IsWeight(const std::string& name) { return name.ends_with(".weight"); }

// Whether something under the prefix could be the network's head.
bool HasOwnHead(const Checkpoint& checkpoint, const std::string& prefix,
                const Net& net, const std::vector<size_t>& usual) {
  for (const CheckpointTensor& tensor : checkpoint.tensors) {
    if (!tensor.name.starts_with(prefix) || !IsWeight(tensor.name)) continue;
    const std::string key = tensor.name.substr(prefix.size());
    if (key == net.head_weight) return true;
    if (CouldBeHead(tensor.shape, usual) &&
        net.graph.FindParam(key) == net.graph.params.size())
      return true;
  }
  return false;
}

// The path that both names share, with its last dot.
std::string SharedPath(const std::string& a, const std::string& b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const std::string same(a.begin(), differ.first);
  return same.substr(0, same.rfind('.') + 1);
}

// A module beside the network, by the path that both share and its own name.
struct Beside {
  std::string path;
  std::string module;  // "head."
  std::string weight;  // its first that could be a head

  bool operator<(const Beside& other) const {
    return path + module < other.path + other.module;
  }
};

// Those whose weight could be a head, of the longest shared path.
std::vector<Beside> NearestHeads(const Checkpoint& checkpoint,
                                 const std::string& prefix,
                                 const std::vector<size_t>& usual) {
  std::set<Beside> heads;
  size_t longest = 0;
  for (const CheckpointTensor& tensor : checkpoint.tensors) {
    const std::string& name = tensor.name;
    if (name.starts_with(prefix) || !IsWeight(name) ||
        !CouldBeHead(tensor.shape, usual))
      continue;
    const std::string path = SharedPath(prefix, name);
    const size_t dot = name.find('.', path.size());
    heads.insert({path, name.substr(path.size(), dot + 1 - path.size()), name});
    longest = std::max(longest, path.size());
  }
  std::erase_if(heads, [longest](const Beside& head) {
    return head.path.size() < longest;
  });
  return {heads.begin(), heads.end()};
}

Status SeveralHeads(const std::string& prefix,
                    const std::vector<Beside>& heads) {
  std::string names;
  for (const Beside& head : heads)
    names += (names.empty() ? "" : ", ") + head.weight;
  return Ambiguous("the network under '" + prefix +
                   "' has no head of its own, and several beside it fit (" +
                   names + "); save the network with one of them alone");
}

}  // namespace

StatusOr<std::string> AdoptLooseHead(const Part& part, Checkpoint* checkpoint) {
  CAMGLASS_ASSIGN_OR_RETURN(const NetConfig config,
                            DefaultConfig(part.arch, "torchvision"));
  CAMGLASS_ASSIGN_OR_RETURN(const Net net, BuildNet(config));
  const std::vector<size_t>& usual =
      net.graph.params[net.graph.FindParam(net.head_weight)].shape;
  if (HasOwnHead(*checkpoint, part.prefix, net, usual)) return std::string();
  const std::vector<Beside> heads =
      NearestHeads(*checkpoint, part.prefix, usual);
  if (heads.empty()) return std::string();
  if (heads.size() > 1) return SeveralHeads(part.prefix, heads);
  const Beside& head = heads.front();
  for (CheckpointTensor& tensor : checkpoint->tensors)
    if (tensor.name.starts_with(head.path + head.module))
      tensor.name = part.prefix + tensor.name.substr(head.path.size());
  return "the head " + head.weight + " stands beside '" + part.prefix +
         "', which has none of its own";
}

}  // namespace camglass
