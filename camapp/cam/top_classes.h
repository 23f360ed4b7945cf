// The classes that a network finds most likely.
#ifndef CAMGLASS_CAMAPP_CAM_TOP_CLASSES_H_
#define CAMGLASS_CAMAPP_CAM_TOP_CLASSES_H_

#include <cstddef>
#include <span>
#include <vector>

namespace camglass {

// The indices of the greatest values, best first; equal values in the order of
// their indices, NaN after everything else. At most values.size() of them.
// *indices' memory is reused: it is grown to values.size() once.
void TopClasses(std::span<const float> values, size_t count,
                std::vector<size_t>* indices);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_TOP_CLASSES_H_
