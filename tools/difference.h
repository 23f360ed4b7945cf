// How two weight files differ.
#ifndef CAMGLASS_TOOLS_DIFFERENCE_H_
#define CAMGLASS_TOOLS_DIFFERENCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/checkpoint.h"

namespace camglass {

// A tensor of one name in both.
struct TensorDifference {
  std::string name;
  std::vector<size_t> shape_a;
  std::vector<size_t> shape_b;
  ElementType stored_a = ElementType::kF32;
  ElementType stored_b = ElementType::kF32;
  // The rest is for equal shapes. Values are compared as f32.
  bool same_bits = false;
  size_t differing = 0;   // values of other bits
  double largest = 0;     // |a - b|; infinite where one is not finite
  size_t largest_at = 0;  // index of it, the last axis fastest
  float a = 0;            // the values there
  float b = 0;
  double relative = 0;  // largest, over the largest finite |a|

  bool SameShape() const { return shape_a == shape_b; }
};

struct FileDifference {
  bool as_models = false;  // both are known networks: torchvision's names
  std::vector<std::string> only_a;  // names, in the file's order
  std::vector<std::string> only_b;
  std::vector<TensorDifference> both;  // in the order of A
  // Of models: what their descriptions disagree in ("variant: caffe, keras").
  std::vector<std::string> description;

  // Equal names, shapes, bits and descriptions; how values are stored and where
  // the weights came from do not count.
  bool Identical() const;
};

FileDifference CompareTensors(const std::vector<CheckpointTensor>& a,
                              const std::vector<CheckpointTensor>& b);

// Compares two files of any readable format: as models where both convert
// without a flag and `raw` is not asked for, else under the names that the
// files have. `options` is for both. Errors name the path.
StatusOr<FileDifference> CompareFiles(const std::string& path_a,
                                      const std::string& path_b, bool raw,
                                      const ReadOptions& options = {});

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_DIFFERENCE_H_
