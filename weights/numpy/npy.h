// One array in NumPy's .npy form: a magic string, a version, a header that is a
// Python dictionary, and the numbers. Source: NEP 1 and numpy.lib.format.
#ifndef CAMGLASS_WEIGHTS_NUMPY_NPY_H_
#define CAMGLASS_WEIGHTS_NUMPY_NPY_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/status.h"
#include "weights/element_type.h"

namespace camglass {

struct NpyArray {
  ElementType type = ElementType::kF32;
  std::vector<size_t> shape;
  std::vector<std::byte> data;  // the last axis fastest
};

// Takes the header strictly: little-endian numbers, C order, the three keys and
// nothing else, and exactly as much data as the shape asks for.
StatusOr<NpyArray> ParseNpy(std::span<const std::byte> bytes);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_NUMPY_NPY_H_
