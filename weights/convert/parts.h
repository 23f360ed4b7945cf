// The networks of a checkpoint that holds several: weights and their running
// average, a student and its teacher.
#ifndef CAMGLASS_WEIGHTS_CONVERT_PARTS_H_
#define CAMGLASS_WEIGHTS_CONVERT_PARTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "weights/checkpoint.h"

namespace camglass {

// What stands before a network's names: "model_ema.", or nothing.
struct Part {
  std::string prefix;
  std::string arch;       // of which it has most tensors
  bool averaged = false;  // its name says that it is a running average
};

// Every prefix under which at least half of some network's tensors stand, head
// apart, by torchvision's names and shapes; in the file's order.
std::vector<Part> FindParts(const Checkpoint& checkpoint);

// What may stand before the keys of a network: all that does so before `key`,
// each ending with a dot or empty.
std::vector<std::string> PrefixesBefore(const Checkpoint& checkpoint,
                                        std::string_view key);

// The checkpoint without the tensors of the other parts. A part below another
// belongs to itself alone.
Checkpoint WithoutOthers(const Checkpoint& checkpoint, const Part& kept,
                         const std::vector<Part>& all);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_PARTS_H_
