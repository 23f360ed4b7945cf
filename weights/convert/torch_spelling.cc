#include <set>
#include <string_view>

#include "nets/network.h"
#include "weights/convert/parts.h"
#include "weights/convert/spellings.h"

namespace camglass {
namespace {

// The prefix under which most keys are found; the shortest, then the first, of
// several such.
std::string BestPrefix(const Checkpoint& checkpoint,
                       const std::vector<std::string>& wanted) {
  std::set<std::string_view> names;
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    names.insert(tensor.name);
  std::string best;
  size_t best_found = 0;
  for (const std::string& prefix : PrefixesBefore(checkpoint, wanted.front())) {
    size_t found = 0;
    for (const std::string& key : wanted)
      found += names.contains(prefix + key) ? 1 : 0;
    if (found < best_found ||
        (found == best_found && prefix.size() >= best.size()))
      continue;
    best = prefix;
    best_found = found;
  }
  return best;
}

bool IsForTrainingOnly(const std::string& name, const SourceNames& torch) {
  return name.ends_with("num_batches_tracked") || torch.IsForTrainingOnly(name);
}

}  // namespace

Spelling SpellAsTorch(const Checkpoint& checkpoint, const Network& network,
                      const std::vector<std::string>& wanted) {
  Spelling spelling;
  spelling.prefix = BestPrefix(checkpoint, wanted);
  for (size_t i = 0; i < checkpoint.tensors.size(); ++i) {
    const CheckpointTensor& tensor = checkpoint.tensors[i];
    if (!tensor.name.starts_with(spelling.prefix)) {
      spelling.ignored.push_back(tensor.name);
      continue;
    }
    const std::string name = tensor.name.substr(spelling.prefix.size());
    if (IsForTrainingOnly(name, network.torch))
      spelling.ignored.push_back(tensor.name);
    else
      spelling.roles.push_back({i, name, tensor.shape, AxisOrder::kAsIs});
  }
  return spelling;
}

}  // namespace camglass
