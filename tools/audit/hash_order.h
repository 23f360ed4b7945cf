// An order of pictures that depends on their names alone: the same on every
// machine and file system, for any number of threads or shards.
#ifndef CAMGLASS_TOOLS_AUDIT_HASH_ORDER_H_
#define CAMGLASS_TOOLS_AUDIT_HASH_ORDER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tools/audit/labelled_set.h"

namespace camglass {

// The set's pictures of each label (indices into set.pictures), by the SHA-256
// of "SEED:NAME".
std::vector<std::vector<size_t>> HashOrder(const LabelledSet& set,
                                           uint64_t seed);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_HASH_ORDER_H_
