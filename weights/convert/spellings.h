// One reading of names per family of formats; SpellAs picks by format.
#ifndef CAMGLASS_WEIGHTS_CONVERT_SPELLINGS_H_
#define CAMGLASS_WEIGHTS_CONVERT_SPELLINGS_H_

#include <string>
#include <vector>

#include "nets/network.h"
#include "weights/convert/tensor_role.h"

namespace camglass {

// torchvision's keys as they are, below a prefix if there is one.
Spelling SpellAsTorch(const Checkpoint& checkpoint, const Network& network,
                      const std::vector<std::string>& wanted);

// "LAYER:0" and "LAYER:1".
Spelling SpellAsCaffe(const Checkpoint& checkpoint, const Network& network);

// "GROUP/LAYER/kernel:0", "GROUP/LAYER_W:0", "LAYER/vars/0" and their like; of
// weights files of Keras 3, which number the layers by class, those numbers.
Spelling SpellAsKeras(const Checkpoint& checkpoint, const Network& network);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_SPELLINGS_H_
