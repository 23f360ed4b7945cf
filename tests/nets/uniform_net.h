// Networks whose weights are all the same, so that a cell's response is a plain
// weighting of what it can see.
#ifndef CAMGLASS_TESTS_NETS_UNIFORM_NET_H_
#define CAMGLASS_TESTS_NETS_UNIFORM_NET_H_

#include <cstddef>

#include "tests/nets/random_net.h"

namespace camglass {

// Each weight of a convolution or dense layer is one over their number per
// output (so that nothing overflows), biases are 0, normalisations change
// nothing. Aborts where the net can't be built.
Net UniformNet(const NetId& id, size_t classes = 10);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_NETS_UNIFORM_NET_H_
