// Random graphs for whole plans: layers of any extent in the constellations
// that plans treat specially (depthwise chains, pools of convolutions, concats
// of concats, residuals, groups), drawn so that each is frequent.
#ifndef CAMGLASS_TESTS_PLAN_RANDOM_GRAPH_H_
#define CAMGLASS_TESTS_PLAN_RANDOM_GRAPH_H_

#include <cstdint>

#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

struct RandomGraph {
  Graph graph;    // bound; some values are kept
  Extent extent;  // of an input that every op can take
};

// The same graph for a seed on every machine. Weights are mostly positive, so
// that sums cancel little: a value is then a good part of the sum of its terms'
// magnitudes, and whatever is computed wrong stands out of the rounding.
RandomGraph MakeRandomGraph(uint32_t seed);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_PLAN_RANDOM_GRAPH_H_
