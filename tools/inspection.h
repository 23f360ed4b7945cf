// What is in a weight file, and what its network asks of a machine.
#ifndef CAMGLASS_TOOLS_INSPECTION_H_
#define CAMGLASS_TOOLS_INSPECTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/tensor.h"
#include "weights/convert/convert.h"

namespace camglass {

// The network compiled for one input size. Bytes are those of this processor's
// best target.
struct PlanFacts {
  Extent input;
  Extent map;
  uint64_t multiply_adds = 0;  // direct form
  size_t packed_bytes = 0;     // weights as the kernels read them
  size_t arena_bytes = 0;      // activations
  std::vector<std::string> steps;
};

struct Inspection {
  std::string path;
  Checkpoint checkpoint;  // as the file has it
  size_t file_bytes = 0;
  size_t values = 0;      // of all tensors
  bool is_model = false;  // a model file of ours
  // What the file converts to without a flag; none for the weights of no known
  // network, and then `refusal` says why.
  std::optional<Converted> network;
  std::string refusal;
  size_t parameters = 0;  // without running statistics
  std::optional<PlanFacts> plan;
};

// `size` as ParseInputSize takes it; empty: the network's own. Fails where the
// file can't be read or the network does not run at that size. Errors name the
// path.
StatusOr<Inspection> Inspect(const std::string& path, const std::string& size,
                             const ReadOptions& options = {});

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_INSPECTION_H_
