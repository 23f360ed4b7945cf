// In which type each op's weights are packed, for one input size.
#ifndef CAMGLASS_ENGINE_PLAN_WEIGHT_TYPES_H_
#define CAMGLASS_ENGINE_PLAN_WEIGHT_TYPES_H_

#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/conv_algorithm.h"
#include "engine/plan/plan_options.h"
#include "engine/tensor.h"

namespace camglass {

// Which params may be packed as that precision asks; by ParamId. Those with a
// magnitude beyond f16's may not be halved.
std::vector<bool> HalvableParams(const Graph& graph, Precision precision);

// One for each op of the graph. f16 where the param allows it and a run uses
// each weight few times, so that reading them takes the time.
std::vector<DType> ChooseWeightTypes(
    const Graph& graph, const std::vector<Extent>& extents,
    const std::vector<ConvAlgorithm>& algorithms,
    const std::vector<bool>& halvable);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_WEIGHT_TYPES_H_
