#include "tools/audit/hash_order.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "engine/base/sha256.h"

namespace camglass {

std::vector<std::vector<size_t>> HashOrder(const LabelledSet& set,
                                           uint64_t seed) {
  std::vector<std::vector<std::pair<std::string, size_t>>> keyed(
      set.labels.size());
  for (size_t i = 0; i < set.pictures.size(); ++i) {
    const LabelledPicture& picture = set.pictures[i];
    const std::string key = std::to_string(seed) + ":" + picture.name;
    keyed[picture.label].emplace_back(Sha256Of(std::as_bytes(std::span(key))),
                                      i);
  }
  std::vector<std::vector<size_t>> order(set.labels.size());
  for (size_t label = 0; label < order.size(); ++label) {
    std::sort(keyed[label].begin(), keyed[label].end());
    for (const auto& [hash, index] : keyed[label])
      order[label].push_back(index);
  }
  return order;
}

}  // namespace camglass
