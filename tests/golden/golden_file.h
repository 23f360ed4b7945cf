// Goldens: what PyTorch, in double, gives for a network with random_params.h's
// params and input. make_goldens.py writes them.
//
// A text file a network, one record a line, words separated by blanks:
//
//   camglass-golden 1
//   network ARCH VARIANT CLASSES         then, of this variant:
//   case H W INPUT_SCALE                 then, of this input:
//   value NAME H W C MAX_ABS SAMPLE*16   every layer, in order; the elements
//                                        that SamplePositions names
//   logits NUMBER*CLASSES
//   cam CLASS H W NUMBER*(H*W)           map of the class with the top logit
//   end                                  after the last variant
#ifndef CAMGLASS_TESTS_GOLDEN_GOLDEN_FILE_H_
#define CAMGLASS_TESTS_GOLDEN_GOLDEN_FILE_H_

#include <cstddef>
#include <istream>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

struct GoldenValue {
  std::string name;
  Extent extent;
  size_t channels = 0;
  double max_abs = 0;
  std::vector<double> samples;  // at SamplePositions(name, extent, channels)
};

struct GoldenCase {
  Extent input;
  float input_scale = 1;
  std::vector<GoldenValue> values;
  std::vector<double> logits;
  size_t top_class = 0;
  Extent map;
  std::vector<double> cam;  // [map.h][map.w]
};

struct Golden {
  std::string arch;
  std::string variant;
  size_t classes = 0;
  std::vector<GoldenCase> cases;
};

// Of every variant in the file.
StatusOr<std::vector<Golden>> ReadGoldens(std::istream& in);

// The network's first variant that computes the same, at the same input size,
// and so has the golden of both (Caffe's that of MATLAB's, say); often the
// variant itself.
std::string GoldenVariant(const std::string& arch, const std::string& variant);

// The golden of GoldenVariant from tests/golden/data.
StatusOr<Golden> LoadGolden(const std::string& arch,
                            const std::string& variant);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_GOLDEN_GOLDEN_FILE_H_
