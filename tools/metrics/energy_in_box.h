// The energy-based pointing game (Wang, Wang, Du, Yang, Zhang, Ding, Mardziel,
// Hu: Score-CAM, CVPR workshops 2020): how much of a map lies in the boxes of
// its class.
#ifndef CAMGLASS_TOOLS_METRICS_ENERGY_IN_BOX_H_
#define CAMGLASS_TOOLS_METRICS_ENERGY_IN_BOX_H_

#include "tools/metrics/heat.h"
#include "tools/metrics/input_boxes.h"

namespace camglass {

// The sum of the values above 0 whose pixels are in a box, over the sum of all
// of them; 0 where none is above 0. A map that says nothing gets BoxShare on
// average.
double EnergyInBoxes(const Heat& heat, const InputBoxes& boxes);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_ENERGY_IN_BOX_H_
